import { expect, test } from "bun:test";
import fc from "fast-check";
import { isFailure } from "../../../src/mock-provider/reply-fault.ts";
import { groupsFor } from "../../../src/replies/meet/fitting.ts";
import { meet } from "../../../src/replies/meet/meet.ts";
import { explainMiss } from "../../../src/replies/meet/miss-text.ts";
import type { MetRound } from "../../../src/replies/meet/round.ts";
import {
  metRoundsIn,
  nextOf,
  newRepliesState,
  type RepliesState,
  roundsIn,
} from "../../../src/replies/meet/replies-state.ts";
import { stepProblems } from "../../../src/replies/step-problems.ts";
import { overloaded } from "../../../src/sim/dsl/fault.ts";
import { says } from "../../../src/sim/dsl/part.ts";
import { reply } from "../../../src/sim/dsl/reply.ts";
import { runs } from "../../sim/arbitrary/runs.ts";
import {
  anyLog,
  anyReplies,
  entriesOf,
  type Entry,
  fold,
  meetingsOf,
  readFirstFit,
  readMade,
  readServed,
  requestFor,
  statesOf,
} from "../drawn-log.ts";

const words = ["red", "blue", "red and blue", "go", "stop"];
const drawn = fc
  .tuple(anyReplies(null, [null, null, null, "red", "blue"]), anyLog(words))
  .map(([makers, log]) => {
    const script = readMade(makers);
    return { script, entries: entriesOf(script, log) };
  });

test("the same requests and answers make the same state, which is plain data and changes nothing before it", () => {
  fc.assert(
    fc.property(drawn, ({ script, entries }) => {
      let state = newRepliesState(script.script);
      let stored = storedCopy(state);
      for (const entry of entries) {
        const before = storedCopy(state);
        const after = fold(state, entry).state;
        expect(storedCopy(state)).toEqual(before);
        stored = storedCopy(fold(stored, storedCopy(entry)).state);
        expect(stored).toStrictEqual(after);
        state = after;
      }
      expect(statesOf(script, entries).at(-1)).toStrictEqual(state);
    }),
    runs(300),
  );
});

test("a reply is met no more often than it may", () => {
  fc.assert(
    fc.property(drawn, ({ script, entries }) => {
      const { steps } = script.script;
      for (const { step, round } of roundsIn(statesOf(script, entries).at(-1)!)) {
        const { times = 1 } = steps[step]!.reply;
        if (times !== "any") expect(round).toBeLessThanOrEqual(times);
      }
    }),
    runs(300),
  );
});

test("a reply is delivered no more often than it may, where nobody says that he retries", () => {
  fc.assert(
    fc.property(drawn, ({ script, entries }) => {
      const claimless = entries.map((entry): Entry =>
        entry.type === "ask" ? { ...entry, request: { ...entry.request, isRetry: false } } : entry,
      );
      const delivered = meetingsOf(script, claimless).flatMap(({ request, meeting }) =>
        meeting.type === "met" &&
        !(meeting.fault !== null && isFailure(meeting.fault)) &&
        firstEndOf(claimless, request.asked.call) === "ended"
          ? [meeting.step]
          : [],
      );
      for (const [step, { reply: data }] of script.script.steps.entries()) {
        const { times = 1 } = data;
        const count = delivered.filter((one) => one === step).length;
        if (times !== "any") expect(count).toBeLessThanOrEqual(times);
      }
    }),
    runs(300),
  );
});

/** Asks once more what this round was asked last. */
function askedAgain(entries: readonly Entry[], { asked }: MetRound, isRetry: boolean) {
  const request = { ...requestOf(entries, asked.call), isRetry };
  return { ...request, asked: { ...request.asked, call: 1_000 } };
}

test("the same question after a failed try is the next try at the same reply", () => {
  fc.assert(
    fc.property(drawn, fc.boolean(), ({ script, entries }, isRetry) => {
      const state = statesOf(script, entries).at(-1)!;
      const failed = metRoundsIn(state).filter((round) => round.state === "failed");
      for (const round of failed) {
        // Of two agents that ask the very same nobody can say which one it is.
        const meant = failed
          .filter(({ asked }) => asked.body === round.asked.body)
          .map((one) => ({ step: one.step, round: one.round, try: one.tried.length + 1 }));
        const { meeting } = meet(state, askedAgain(entries, round, isRetry));
        expect(meeting.type).toBe("met");
        expect(meant).toContainEqual(
          meeting.type === "met"
            ? { step: meeting.step, round: meeting.round, try: meeting.try }
            : { step: -1, round: -1, try: -1 },
        );
      }
    }),
    runs(300),
  );
});

test("the same question of the same model after a final try meets nothing", () => {
  fc.assert(
    fc.property(drawn, fc.boolean(), ({ script, entries }, isRetry) => {
      const state = statesOf(script, entries).at(-1)!;
      const met = metRoundsIn(state);
      for (const round of met.filter(({ state: end }) => end === "given-up" || end === "refused")) {
        const { asked } = round;
        const mayComeAgain = met.some(
          (one) =>
            one.asked.conversation === asked.conversation &&
            (one.state === "failed" ||
              (one.state === "refused" && one.asked.model !== asked.model)),
        );
        if (mayComeAgain) continue;
        const { meeting } = meet(state, askedAgain(entries, round, isRetry));
        expect(meeting).toMatchObject({ type: "missed", miss: { type: "given-up" } });
      }
    }),
    runs(300),
  );
});

test("what was settled stays settled", () => {
  fc.assert(
    fc.property(drawn, ({ script, entries }) => {
      const states = statesOf(script, entries);
      for (const [index, entry] of entries.entries()) {
        const isClaim = entry.type === "ask" && entry.request.isRetry;
        const after = metRoundsIn(states[index + 1]!);
        for (const before of metRoundsIn(states[index]!)) {
          const now = after.find(
            ({ step, round }) => step === before.step && round === before.round,
          );
          if (now === undefined) continue;
          expect(now.tried.slice(0, before.tried.length)).toEqual([...before.tried]);
          if (before.isUsed) expect(now.isUsed).toBeTrue();
          if (before.isSpoilt) expect(now.isSpoilt).toBeTrue();
          const isSettled =
            before.state === "given-up" || (before.state === "delivered" && !isClaim);
          if (isSettled) expect(now.state).toBe(before.state);
        }
      }
    }),
    runs(300),
  );
});

test("what becomes of an answer changes only the reply whose latest try it is", () => {
  fc.assert(
    fc.property(drawn, ({ script, entries }) => {
      const states = statesOf(script, entries);
      for (const [index, entry] of entries.entries()) {
        if (entry.type === "ask") continue;
        const others = (state: RepliesState | undefined) =>
          roundsIn(state!).filter(
            (round) => round.state === "unmet" || round.asked.call !== entry.news.call,
          );
        expect(others(states[index + 1])).toStrictEqual(others(states[index]));
      }
    }),
    runs(300),
  );
});

test("in each group, replies are first met in the order in which they are written", () => {
  fc.assert(
    fc.property(drawn, ({ script, entries }) => {
      const firsts = new Map<number, number>();
      for (const { meeting } of meetingsOf(script, entries)) {
        if (meeting.type !== "met") continue;
        const { group } = script.script.steps[meeting.step]!;
        const furthest = firsts.get(group) ?? -1;
        // A retry goes back, and nothing skips ahead.
        const own = script.script.steps.flatMap((one, step) => (one.group === group ? [step] : []));
        expect(own.indexOf(meeting.step)).toBeLessThanOrEqual(own.indexOf(furthest) + 1);
        firsts.set(group, Math.max(furthest, meeting.step));
      }
    }),
    runs(300),
  );
});

test("where the first is to answer, no request is between two, and each meets the first that is left", () => {
  const makers = anyReplies(null, [null, "red", "blue"]);
  fc.assert(
    fc.property(makers, anyLog(words), (made, log) => {
      const read = readFirstFit(...made.map((make, index) => make(index + 1)));
      const entries = entriesOf(read, log);
      const states = statesOf(read, entries);
      for (const [index, entry] of entries.entries()) {
        if (entry.type !== "ask") continue;
        const before = states[index]!;
        const { meeting } = meet(before, entry.request);
        if (meeting.type === "missed") {
          expect(meeting.miss.type).not.toBe("ambiguous");
          continue;
        }
        const known = metRoundsIn(before).some(
          ({ step, round }) => step === meeting.step && round === meeting.round,
        );
        const { group } = read.script.steps[meeting.step]!;
        if (known || read.script.groups[group]!.test === null) continue;
        const testOf = (one: number) => read.script.groups[one]?.test?.index;
        const [first] = groupsFor(before, entry.request).filter(
          (one) => nextOf(before, one) !== undefined,
        );
        expect(testOf(group)).toBe(testOf(first!));
      }
    }),
    runs(300),
  );
});

test("the order of independent conversations does not matter for who gets what", () => {
  const conversations = ["red", "blue", "green"];
  const script = fc
    .tuple(...conversations.map((one) => anyReplies(one, [null, null, one])))
    .map((makers) => readMade(makers.flat()));
  const logs = fc.tuple(...conversations.map((one) => anyLog([`${one} 1`, `${one} 2`], 15)));
  const turns = fc.array(fc.nat({ max: 2 }), { maxLength: 60 });
  fc.assert(
    fc.property(script, logs, turns, turns, (read, drawnLogs, some, others) => {
      const own = drawnLogs.map((log, index) => entriesOf(read, log, 1_000 * (index + 1)));
      const [one, other] = [some, others].map((order) => meetingsOf(read, interleaved(own, order)));
      for (const index of own.keys()) {
        const isOwn = ({ request }: { request: { asked: { call: number } } }) =>
          Math.floor(request.asked.call / 1_000) === index + 1;
        const replies = (meetings: typeof one) =>
          meetings!
            .filter(isOwn)
            .map(({ meeting }) => (meeting.type === "met" ? meeting : meeting.type));
        expect(replies(one)).toEqual(replies(other));
      }
    }),
    runs(300),
  );
});

test("whatever is missed or left can be said in words", () => {
  fc.assert(
    fc.property(drawn, ({ script, entries }) => {
      const states = statesOf(script, entries);
      for (const [index, entry] of entries.entries()) {
        if (entry.type !== "ask") continue;
        const { state, meeting } = meet(states[index]!, entry.request);
        if (meeting.type === "met") continue;
        const text = explainMiss(state, entry.request, meeting.miss, "a request");
        expect(text).toMatch(/\(a request\).*\.$/);
        expect(text).not.toMatch(/undefined|null|NaN/);
      }
      const last = states.at(-1)!;
      for (const step of last.script.steps.keys())
        for (const { message } of stepProblems(last, step))
          expect(message).not.toMatch(/undefined|null|NaN/);
    }),
    runs(300),
  );
});

test("what became of an answer is told once: what is said of it afterwards changes nothing", () => {
  const read = readServed(reply(says("one")).fails(overloaded()));
  const ask = { words: "go", model: "large", isRetry: false, brings: null };
  let state = meet(newRepliesState(read.script), requestFor(ask, read.tests, 1)).state;
  for (const type of ["ended", "begun", "ended", "failed"] as const)
    state = fold(state, { type: "news", news: { type, call: 1 } }).state;
  expect(metRoundsIn(state)).toMatchObject([{ state: "failed", isUsed: false, tried: [1] }]);
  expect(state.underWay).toBeEmpty();
});

/** As it comes back from a file. */
const storedCopy = <Value extends RepliesState | Entry>(value: Value): Value =>
  JSON.parse(JSON.stringify(value)) as Value;

function requestOf(entries: readonly Entry[], call: number) {
  const found = entries.find((entry) => entry.type === "ask" && entry.request.asked.call === call);
  if (found?.type !== "ask") throw new Error(`There is no request ${call}.`);
  return found.request;
}

function firstEndOf(entries: readonly Entry[], call: number): string | undefined {
  const at = entries.findIndex((one) => one.type === "ask" && one.request.asked.call === call);
  const end = entries
    .slice(at)
    .find((one) => one.type === "news" && one.news.call === call && one.news.type !== "begun");
  return end?.type === "news" ? end.news.type : undefined;
}

/** Each list in its own order; `order` says whose turn it is, and then comes the rest. */
function interleaved(
  lists: readonly (readonly Entry[])[],
  order: readonly number[],
): readonly Entry[] {
  const left = lists.map((list) => [...list]);
  return [...order.flatMap((index) => left[index]?.splice(0, 1) ?? []), ...left.flat()];
}
