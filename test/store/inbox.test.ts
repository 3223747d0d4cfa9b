import { afterEach, beforeEach, expect, test } from "bun:test";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realClock } from "../../src/clock/real-clock.ts";
import { popupId, runId, ticketId } from "../../src/core/ids.ts";
import type { InputAtRest } from "../../src/runtime/take-at-rest.ts";
import { leaveWord, openInbox, removeInbox } from "../../src/store/inbox.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "rehearsal-inbox-"));
  mkdirSync(join(root, ".rehearsal"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const run = runId("r-1");
const folder = () => join(root, ".rehearsal", "inbox", run);
const place = (name: string) => ({ repositoryRoot: root, runId: run, name });
const answer: InputAtRest = {
  type: "answer",
  answer: {
    popupId: popupId("tool:T-1:1.1.0"),
    payloadHash: "abc",
    decision: { type: "edit", payload: { tool: "bash", input: { command: "ls" } } },
  },
};
const words: InputAtRest = {
  type: "intervene",
  intervention: { type: "instruct", id: "1", ticketId: ticketId("T-1"), text: "mind the gap" },
};

/** What an inbox gives until it is empty. */
async function received(fail = 0): Promise<readonly InputAtRest[]> {
  const got: InputAtRest[] = [];
  const empty = Promise.withResolvers<void>();
  const inbox = openInbox({ repositoryRoot: root, runId: run, clock: realClock }, (input) => {
    got.push(input);
    if (got.length <= fail) return Promise.reject(new Error("the disk is full"));
    queueMicrotask(() => queueMicrotask(() => left() === 0 && empty.resolve()));
    return Promise.resolve();
  });
  const left = () => readdirSync(folder()).filter((name) => name.endsWith(".json")).length;
  await empty.promise;
  inbox.close();
  return got;
}

test("what was left for a run comes whole and in order, and is gone then", async () => {
  leaveWord(place("2"), words);
  leaveWord(place("1"), answer);
  writeFileSync(join(folder(), "0.json"), "{ half a");
  expect(await received()).toEqual([answer, words]);
});

test("what could not be written to the log comes again", async () => {
  leaveWord(place("1"), answer);
  expect(await received(1)).toEqual([answer, answer]);
});

test("it can be taken back until it was taken in, and nobody else may read it", () => {
  const left = leaveWord(place("1"), answer);
  expect(statSync(folder()).mode & 0o077).toBe(0);
  expect(statSync(join(folder(), "1.json")).mode & 0o077).toBe(0);
  expect([left.takeBack(), left.takeBack()]).toEqual([true, false]);
});

test("it is removed with what nobody took, and where there is none that is no error", () => {
  leaveWord(place("1"), words);
  removeInbox(root, run);
  expect(existsSync(folder())).toBe(false);
  removeInbox(root, run);
});
