import { expect, test } from "bun:test";
import type { DrawnFault } from "../../../src/sim/drawn-fault.ts";
import { wordsOfFault } from "../../../src/sim/explain/fault-words.ts";

const refused = { type: "status", status: 529, retryAfterMs: null, shouldRetry: null } as const;

test.each<readonly [DrawnFault, string]>([
  [{ type: "reply", at: "tier1 - - 1.1.2", fault: refused }, "529 at tier1 turn 1 try 2"],
  [
    { type: "reply", at: "tier2 shop - 1.3.1", fault: { type: "cut", afterEvents: 1 } },
    "cut after 1 event at tier2:shop turn 3 try 1",
  ],
  [
    { type: "reply", at: "tier3 shop lamp 2.1.1", fault: { type: "thoughts-alone" } },
    "thoughts alone at tier3:lamp:2 turn 1 try 1",
  ],
  [{ type: "retries", times: 1 }, "failed tickets are tried again once"],
])("%j is worded", (fault, words) => {
  expect(wordsOfFault(fault)).toBe(words);
});
