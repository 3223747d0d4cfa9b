import { describe, expect, test } from "bun:test";
import { silentSwitches } from "./silent-switches.ts";
import { parseModule } from "./source-module.ts";

const silentIn = (cases: string, on = "event.type"): number =>
  silentSwitches(
    parseModule({
      path: "src/a.ts",
      text: `function f(event) { switch (${on}) { ${cases} } }`,
    }),
  ).length;

describe("a switch over a union", () => {
  test.each([
    ["breaks", `case "a": g(); break;`],
    ["returns nothing", `case "a": return;`],
    ["falls out of its end", `case "a": g();`],
    ["returns a value in one case only", `case "a": return 1; case "b": { g(); break; }`],
  ])("is silent where it %s", (_, cases) => {
    expect(silentIn(cases)).toBe(1);
  });

  test.each([
    ["each case returns a value", `case "a": case "b": return 1; case "c": { throw new Error(); }`],
    ["it ends in assertNever", `case "a": g(); break; default: assertNever(event);`],
  ])("is not silent where %s", (_, cases) => {
    expect(silentIn(cases)).toBe(0);
  });

  test("may be of an optional member, or of a name", () => {
    expect(silentIn(`case "a": break;`, "event?.kind")).toBe(1);
    expect(silentIn(`case "a": break;`, "tier")).toBe(1);
    expect(silentIn(`case "a": break;`, "event.count")).toBe(0);
  });
});
