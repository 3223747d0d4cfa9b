import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { endOfObject, readCallInput } from "../../../src/core/tools/call-input.ts";

const jsonObject = fc.dictionary(fc.string(), fc.jsonValue());
const input = { path: "a", content: '{"}' };
const json = JSON.stringify(input);

describe("a call's input", () => {
  test("is the object that was written", () => {
    fc.assert(
      fc.property(jsonObject, (object) => {
        const text = JSON.stringify(object);
        expect(readCallInput(text)).toEqual({ ok: true, input: JSON.parse(text) });
      }),
    );
  });

  test.each([
    ["twice encoded", JSON.stringify(json)],
    ["in a fence", `\`\`\`json\n${json}\n\`\`\``],
    ["behind an empty object", `{}${json}`],
    ["before an empty object", `${json} {}`],
    ["twice in a row", `${json}${json}`],
    ["with white space around", ` \n${json}\n`],
  ])("has one meaning %s", (_how, text) => {
    expect(readCallInput(text)).toEqual({ ok: true, input });
  });

  test.each(["", " ", "null", "{}", '""', "[]", "None"])("is empty where %j came", (text) => {
    expect(readCallInput(text)).toEqual({ ok: true, input: {} });
  });

  test.each(["{", "[1]", "1", '"a"', '{"a":1}{"b":2}', `${json} and`, json.slice(0, -1)])(
    "is a problem where %j came",
    (text) => expect(readCallInput(text).ok).toBe(false),
  );

  test("is never something else than what a prefix of it says", () => {
    fc.assert(
      fc.property(jsonObject, fc.nat(), (object, cut) => {
        const text = JSON.stringify(object);
        const part = text.slice(0, cut % text.length);
        const read = readCallInput(part);
        expect(read.ok).toBe(part === "");
      }),
    );
  });
});

test("an object ends behind the brace that closes it, whatever stands in its texts", () => {
  fc.assert(
    fc.property(jsonObject, fc.string(), (object, after) => {
      const text = JSON.stringify(object);
      expect(endOfObject(`${text}${after}`, 0)).toBe(text.length);
    }),
  );
});
