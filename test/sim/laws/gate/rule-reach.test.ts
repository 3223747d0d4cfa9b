import { expect, test } from "bun:test";
import fc from "fast-check";
import { judge, type Rule } from "../../../../src/core/gates/rule.ts";
import { ticketId } from "../../../../src/core/ids.ts";
import { pathsOf } from "../../../../src/core/tools/tools.ts";
import { type AskedAbout, reachOf } from "../../../../src/sim/laws/gate/rule-reach.ts";
import { runs } from "../../arbitrary/runs.ts";

const write = (file_path: string): AskedAbout => ({
  kind: "tool",
  payload: { tool: "write", input: { file_path, content: "" } },
});
const bash = (command: string): AskedAbout => ({
  kind: "tool",
  payload: { tool: "bash", input: { command } },
});
const T1 = ticketId("T-1");

test.each([
  ["a folder", { action: "deny", path: "keys/**" }, write("keys/.env"), "yes"],
  ["a folder beside it", { action: "deny", path: "keys/**" }, write("keys-old/a"), "no"],
  ["an ending", { action: "deny", path: "**/*.lock" }, write("a/b.lock"), "yes"],
  ["one file", { action: "allow", path: "a.txt" }, write("b.txt"), "no"],
  ["a path that leads back", { action: "deny", path: "keys/**" }, write("keys/../x"), "no"],
  ["a path that leads there", { action: "deny", path: "keys/**" }, write("a/../keys/x"), "yes"],
  ["a path that leads out", { action: "deny", path: "keys/**" }, write("../keys/x"), "unclear"],
  ["a pattern that is not plain", { action: "deny", path: "{a,b}" }, write("a"), "unclear"],
  ["a part of a line, denied", { action: "deny", command: "rm *" }, bash("ls && rm x"), "yes"],
  ["a part of a line, allowed", { action: "allow", command: "ls*" }, bash("ls && rm x"), "no"],
  ["another word", { action: "deny", command: "rm *" }, bash("rmdir x"), "no"],
  ["what a shell reads", { action: "deny", command: "rm *" }, bash("$(rm x)"), "unclear"],
] as const)("a rule on %s", (_, rule, asked, reach) => {
  expect(reachOf(rule, asked, T1)).toBe(reach);
});

test("where it is plain, the core's own judge says the same", () => {
  const path = fc.constantFrom(
    "a.txt",
    "a/b.txt",
    "a/.c",
    "ab/c.lock",
    "./a.txt",
    "a/../b",
    "/etc/x",
  );
  const command = fc.constantFrom(
    "ls",
    "ls a",
    "rm a",
    "rmdir a",
    "ls && rm a",
    "ls | wc -l",
    "rm 'a'",
  );
  const asked = fc.oneof(path.map(write), command.map(bash));
  const rule: fc.Arbitrary<Rule> = fc.record(
    {
      action: fc.constantFrom("allow", "deny", "ask"),
      kind: fc.constantFrom("tool", "merge"),
      tool: fc.constantFrom("write", "bash"),
      ticket: fc.constantFrom("T-1", "T-2", "T-*"),
      path: fc.constantFrom("a.txt", "a/**", "**/*.lock", "*", "a/*.txt"),
      command: fc.constantFrom("ls", "ls*", "rm *", "*", "git push*"),
    },
    { requiredKeys: ["action"] },
  );
  fc.assert(
    fc.property(rule, asked, (drawn, one) => {
      const reach = reachOf(drawn, one, T1);
      if (reach === "unclear" || !("tool" in one.payload)) return;
      const { tool, input } = one.payload;
      const said = input["command"];
      const commandParts = typeof said === "string" ? said.split(/ (?:&&|[|]) /) : null;
      const subject = {
        kind: "tool",
        ticketId: T1,
        tool,
        paths: pathsOf(tool, input),
        commandParts,
      } as const;
      // Alone, a rule that matches decides; what may only be meant makes a person be asked.
      const ruling = judge([drawn], subject);
      expect({ drawn, one, matches: ruling.rule !== null }).toEqual({
        drawn,
        one,
        matches: reach === "yes",
      });
    }),
    runs(2_000),
  );
});
