import { expect, test } from "bun:test";
import type { Rule } from "../../src/core/gates/rule.ts";
import { ruleFromWords } from "../../src/config/rule-from-words.ts";

test.each<[string, Partial<Rule>]>([
  ["git push*", { tool: "bash", command: "git push*" }],
  ["make", { tool: "bash", command: "make" }],
  ["bash make *", { tool: "bash", command: "make *" }],
  ["bash:make *", { tool: "bash", command: "make *" }],
  ["bash(make *)", { tool: "bash", command: "make *" }],
  ["write *.lock", { tool: "write", path: "*.lock" }],
  ["edit: src/**", { tool: "edit", path: "src/**" }],
  ["bash", { tool: "bash" }],
  [" spawn ", { kind: "spawn" }],
  ["writer x", { tool: "bash", command: "writer x" }],
])("%j is a rule about %j", (words, rule) => {
  expect(ruleFromWords("deny", words)).toEqual({ action: "deny", ...rule });
});
