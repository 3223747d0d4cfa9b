import { expect, test } from "bun:test";
import type { EventBody, EventOf } from "../../../../src/core/event.ts";
import { sessionIdOf } from "../../../../src/core/ids.ts";
import { userText } from "../../../../src/core/message.ts";
import { checkHeard, instructionsOf } from "../../../../src/sim/laws/session/instructions.ts";
import { judgeBy } from "../../../../src/sim/laws/verdict.ts";
import { breachesOf, logOf, main, T1 } from "../hand-made.ts";

const seat = { tier: "tier3", trackId: main, ticketId: T1, attempt: 1 } as const;
const unit = { sessionId: sessionIdOf(seat), turn: 1, try: 1 };
const said: EventBody = {
  type: "intervention.received",
  intervention: { type: "instruct", id: "1", ticketId: T1, text: "Take oak." },
};
const opens: EventBody = {
  type: "session.opened",
  sessionId: unit.sessionId,
  ...seat,
  message: userText("Mend it."),
};
const asks: EventBody = {
  type: "model.started",
  unit,
  address: { ...seat, turn: 1, try: 1 },
  model: "m",
  maxOutputTokens: 1,
  reservedTokens: 1,
  reservedUsd: null,
};

/** What is wrong with a request of these words after these events. */
function request(words: string, ...bodies: readonly EventBody[]): string {
  const found: string[] = [];
  const complain = (what: string): void => void found.push(what);
  const heard = instructionsOf(logOf(...bodies), { exercise: () => {}, breach: complain });
  for (const one of heard.values())
    checkHeard([{ role: "user", items: [{ type: "text", text: words }] }], one, complain);
  return found.join("\n");
}

test("a worker reads what was said with what it is told next, once", () => {
  const oak = "A person who watches this run says:\nTake oak.";
  expect(request(`Mend it.\n${oak}`, said, opens, asks)).toBe("");
  expect(request("Mend it.", said, opens, asks)).toContain(
    "what a person said 0 times, and not once: Take oak.",
  );
  expect(request(`${oak}\n${oak}`, said, opens, asks)).toContain("2 times");
  expect(request(`Mend it.\n${oak}`, opens, said, asks)).toContain(
    "what a person said once, and not 0 times",
  );
});

test("the same words elsewhere, or within others, are not taken for what a person said", () => {
  const oak = "A person who watches this run says:\nTake oak.";
  const others =
    "QA says: Take oak.\nTake oak.\nA person who watches this run says:\nTake oak. Now.";
  expect(request(others, opens, said, asks)).toBe("");
  expect(request(`${others}\n${oak}`, said, opens, asks)).toBe("");
});

test("no ticket goes on to its check before its worker has read all", () => {
  const commits: EventBody = { type: "commit.started", ticketId: T1, message: "" };
  const check = (...bodies: readonly EventBody[]) =>
    breachesOf(judgeBy((findings) => instructionsOf(logOf(...bodies), findings)));
  expect(check(opens, said, commits)).toContain("has not read: Take oak.");
  expect(check(said, opens, commits)).toBe("");
});

test("nothing is refused while a worker is still to begin, again also where the tree was lost", () => {
  const check = (...bodies: readonly EventBody[]) =>
    breachesOf(judgeBy((findings) => instructionsOf(logOf(...bodies), findings)));
  const { intervention } = said as EventOf<"intervention.received">;
  const refused: EventBody = { type: "intervention.refused", intervention, message: "" };
  const begins: EventBody = { type: "attempt.started", ticketId: T1, attempt: 1 };
  const failed = { code: "tree-lost", message: "" } as const;
  const commits: EventBody = { type: "commit.started", ticketId: T1, message: "" };
  const lost: EventBody = { type: "effect.failed", effectId: 2, failure: failed };
  const ends: EventBody = { type: "ticket.failed", ticketId: T1, failure: failed };
  const again: EventBody = { type: "ticket.retried", ticketId: T1, attempt: 2, note: "" };
  expect(check(begins, refused)).toBe("");
  expect(check(begins, commits, lost, refused)).toContain("its worker is to come");
  expect(check(begins, commits, lost, begins, refused)).toBe("");
  expect(check(begins, ends, refused)).toBe("");
  expect(check(begins, ends, again, refused)).toContain("its worker is to come");
});
