import { expect, test } from "bun:test";
import { contextOf } from "../../../src/core/window/context-view.ts";
import { runWorker, workerSession } from "./context-flow.ts";
import { newDriver } from "../driver.ts";

const outputs = ["a few words", "line of output\n".repeat(600), "some words more"];
const run = {
  ticket: "the ticket",
  turns: [{ says: "Three at once.", outputs }],
  contextTokens: 100_000,
  maxOutputTokens: 200,
  tokensPerCharacter: 0.25,
};

test("each call has what it takes in its message: of a reply the call, of an answer the result", () => {
  const driver = newDriver();
  runWorker(driver, run);
  const state = driver.state();
  const { rows } = contextOf(state, workerSession as never, state.nowMs)!;
  const [, reply, answer] = rows;
  expect(answer!.calls.map(({ target }) => target)).toEqual(["0", "1", "2"]);
  const [first, second, third] = answer!.calls.map(({ estimatedTokens }) => estimatedTokens);
  expect(second!).toBeGreaterThan(20 * Math.max(first!, third!));
  const sum = first! + second! + third!;
  // Each is rounded up.
  expect(Math.abs(sum - answer!.estimatedTokens)).toBeLessThanOrEqual(3);
  const calls = reply!.calls.reduce((tokens, call) => tokens + call.estimatedTokens, 0);
  expect(calls).toBeLessThan(reply!.estimatedTokens);
  expect(Math.min(...reply!.calls.map(({ estimatedTokens }) => estimatedTokens))).toBeGreaterThan(
    0,
  );
});

test("what is all of its message takes what the message does", () => {
  const driver = newDriver();
  runWorker(driver, { ...run, turns: [{ says: "One.", outputs: outputs.slice(1, 2) }] });
  const state = driver.state();
  const { rows } = contextOf(state, workerSession as never, state.nowMs)!;
  expect(rows[2]!.calls[0]!.estimatedTokens).toBe(rows[2]!.estimatedTokens);
});
