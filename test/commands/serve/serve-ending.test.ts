import { expect, test } from "bun:test";
import type { RequestEntry } from "../../../src/commands/serve/request-entry.ts";
import { endingRows, type ServeEnding } from "../../../src/commands/serve/serve-ending.ts";
import { endlessPaper } from "../../../src/terminal/paper.ts";

const quiet: ServeEnding = {
  file: "support.scenario.ts",
  counts: { requests: 3, faulted: 0, unmatched: 0, refused: 0, left: 0 },
  left: { replies: [], of: 3, used: 3, always: 0 },
  problems: [],
  unmatched: [],
  refused: [],
  labels: new Map(),
};
const text = (changes: Partial<ServeEnding>) =>
  endingRows({ ...quiet, ...changes }, endlessPaper).join("\n");

test("all well is two lines", () => {
  expect(text({})).toBe(
    "3 requests · 3 of 3 replies used\nEvery reply was met, and every request had one.",
  );
});

test("what was never met is named with its place, the first ten of it", () => {
  const names = Array.from({ length: 12 }, (_, index) => `reply ${index + 1}`);
  const problems = names.map((name) => ({
    type: "unused-reply" as const,
    message: `No request met ${name}.`,
    reply: name,
    number: null,
    test: null,
  }));
  const label = { name: "reply 2", shortName: "reply 2", words: "", when: null, line: 12 };
  const shown = text({
    left: { replies: names.map((name) => ({ name, test: null })), of: 12, used: 0, always: 0 },
    problems,
    labels: new Map([[label.name, label]]),
  });
  expect(shown).toStartWith(
    "3 requests · 0 of 12 replies used\nUnused:\n  - No request met reply 1.\n",
  );
  expect(shown).toContain("  - No request met reply 2 · support.scenario.ts:12\n");
  expect(shown).toEndWith("  - No request met reply 10.\n  and 2 more");
});

test("the place is that of the reply itself, whichever its words name", () => {
  const labels = new Map(
    ["reply 1", "reply 3"].map((name, index) => [
      name,
      { name, shortName: name, words: "", when: null, line: 10 + index },
    ]),
  );
  const message = 'No request met reply 3 (says "c"), for a request that contains "as in reply 1".';
  expect(
    text({
      problems: [{ type: "unused-reply", message, reply: "reply 3", number: null, test: null }],
      labels,
    }),
  ).toEndWith('contains "as in reply 1" · support.scenario.ts:11');
});

test("a refused request is a failure by itself, and all are counted that were not kept", () => {
  const refused = {
    number: 4,
    method: "POST",
    path: "/v1/foo",
    status: 404,
    outcome: { type: "refused", message: "It is not served." },
  } as RequestEntry;
  expect(text({ counts: { ...quiet.counts, refused: 250, left: 1 }, refused: [refused] })).toBe(
    [
      "3 requests · 3 of 3 replies used · 250 refused · 1 left by the client",
      "Refused:",
      "  - #4 POST /v1/foo, 404: It is not served.",
      "  and 249 more",
    ].join("\n"),
  );
});

test("a request that no reply was meant for is told once, by its number", () => {
  const unmatched = {
    number: 2,
    method: "POST",
    path: "/v1/messages",
    outcome: { type: "unmatched", message: "No reply is meant for this." },
  } as RequestEntry;
  const shown = text({
    counts: { ...quiet.counts, unmatched: 1 },
    problems: [
      {
        type: "unmatched-request",
        message: "No reply is meant for this.",
        reply: null,
        number: 2,
        test: null,
      },
    ],
    unmatched: [unmatched],
  });
  expect(shown).toEndWith("Unmatched:\n  - #2 POST /v1/messages: No reply is meant for this.");
});

test("replies for any number of requests are counted beside those that must be met", () => {
  const first = (left: ServeEnding["left"]) => text({ left }).split("\n")[0];
  const replies: ServeEnding["left"]["replies"] = [];
  expect(first({ replies, of: 5, used: 4, always: 1 })).toBe(
    "3 requests · 4 of 5 replies used, +1 always",
  );
  expect(first({ replies, of: 0, used: 0, always: 2 })).toBe("3 requests · 2 always");
});

test("a reply that was left and a request that is not as expected are told by themselves", () => {
  const shown = text({
    problems: [
      { type: "left-reply", message: "reply 1 was left.", reply: "reply 1", number: 1, test: null },
      {
        type: "unmet-expectation",
        message: "#2 met reply 2.",
        reply: "reply 2",
        number: 2,
        test: null,
      },
    ],
  });
  expect(shown).toEndWith("Not as expected:\n  - #2 met reply 2.\nLeft:\n  - reply 1 was left.");
});
