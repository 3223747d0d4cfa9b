import { expect, test } from "bun:test";
import type { EventBody } from "../../../../src/core/event.ts";
import { type SessionId, sessionIdOf } from "../../../../src/core/ids.ts";
import { checkDrops, checkRoom, checkWindow } from "../../../../src/sim/laws/session/windows.ts";
import { judgeBy } from "../../../../src/sim/laws/verdict.ts";
import {
  address,
  breachesOf,
  called,
  came,
  completed,
  logOf,
  started,
  usageOf,
} from "../hand-made.ts";
import { sampleSettings } from "../../../core/sample-settings.ts";

const trimmed = (turn: number, resultsThrough: number, turnsThrough: number): EventBody => ({
  type: "context.trimmed",
  sessionId: "tier3:T-1:1" as SessionId,
  turn,
  drops: { resultsThrough, turnsThrough },
  beforeTokens: 100,
  estimatedTokens: 50,
});

const drops = (...bodies: readonly EventBody[]): string =>
  breachesOf(judgeBy((findings) => checkDrops(logOf(...bodies), findings)));

test("the oldest goes first, and the last turn never", () => {
  expect(drops(trimmed(9, 5, 2), trimmed(12, 8, 8), trimmed(13, 10, 9))).toBe("");
  expect(drops(trimmed(9, 8, 8))).toContain("what its last turn came to");
  expect(drops(trimmed(9, 7, 2))).toContain("keeps turn 3");
  expect(drops(trimmed(9, 2, 4))).toContain("keeps output of turns that it leaves out");
  expect(drops(trimmed(9, 5, 2), trimmed(10, 4, 2))).toContain("takes back");
});

const long = "x".repeat(300);
const marker = "[300 characters of output were dropped to make room.]";
const results = [1, 2, 3].map((turn) => ({ turn, text: long, isError: false }));

/** What is wrong with a request that holds these results, and says of dropped turns what is to be said. */
function request(
  texts: readonly string[],
  { resultsThrough = 0, turnsThrough = 0, notice = "", isError = false },
): string {
  const said: string[] = [];
  checkWindow(
    [
      { role: "user", items: [{ type: "text", text: `The ticket.\n${notice}` }] },
      {
        role: "user",
        items: texts.map((text) => ({ type: "result", id: "call", text, isError })),
      },
    ],
    { resultsThrough, turnsThrough, results },
    (what) => void said.push(what),
  );
  return said.join("\n");
}

test("a request leaves out just what the log says, and says so", () => {
  const notice = "[Turn 1 of this conversation: dropped to make room.]";
  expect(request([long, long, long], {})).toBe("");
  expect(request([marker, long], { resultsThrough: 2, turnsThrough: 1, notice })).toBe("");
  expect(request([marker, long], { resultsThrough: 2, turnsThrough: 1 })).toContain("nobody says");
  expect(request([marker, marker, long], { resultsThrough: 1 })).toContain("is another");
  expect(request([long, long, long], { resultsThrough: 1 })).toContain("which was dropped");
  expect(request([long, long], {})).toContain("holds 2 results of calls; 3 are to be there");
  expect(request([long, long, long], { notice })).toContain("were not dropped");
  expect(request([long, long, long], { isError: true })).toContain("is told as an error");
});

test("a first prompt leaves its margin free, and so does what is left of a longer one", () => {
  const { models } = sampleSettings({});
  const sessionId = sessionIdOf(address);
  const choice = { ...models[address.tier], contextTokens: 2_000, maxOutputTokens: 1_000 };
  const begun = started({ models: { ...models, [address.tier]: choice, tier3: choice } });
  const room = (...bodies: readonly EventBody[]): string =>
    breachesOf(judgeBy((findings) => checkRoom(logOf(begun, ...bodies), findings)));
  const first = (tokens: number): EventBody => {
    const call = called(1, tokens + choice.maxOutputTokens);
    return { ...call, maxOutputTokens: choice.maxOutputTokens } as EventBody;
  };
  expect(room(first(869))).toBe("");
  expect(room(first(880))).toContain("leaves 120 free; 132 are to be");
  const left = { ...trimmed(9, 5, 2), beforeTokens: 1_200, estimatedTokens: 900 } as EventBody;
  expect(room(left)).toContain("leaves 100 free; 180 are to be");
  const counted = [first(869), came(2, [], usageOf(1_100, 5)), completed(2)];
  const place = { turn: 2, try: 1 };
  const next = { ...first(900), unit: { sessionId, ...place }, address: { ...address, ...place } };
  expect(room(...counted, next as EventBody)).toContain("of about 1100 tokens leaves -100 free");
  const trims = { ...trimmed(2, 1, 1), sessionId, beforeTokens: 1_000, estimatedTokens: 900 };
  expect(room(...counted, trims as EventBody, next as EventBody)).toBe("");
  const more = { ...trims, estimatedTokens: 850 } as EventBody;
  expect(room(...counted, more, next as EventBody)).toContain(
    "was to take 850 tokens after what it left out, and takes 900",
  );
  expect(room(...counted, more, completed(2), next as EventBody)).not.toContain("was to take");
});
