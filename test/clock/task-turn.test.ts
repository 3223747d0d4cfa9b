import { expect, test } from "bun:test";
import { taskTurns } from "../../src/clock/task-turn.ts";

test("all microtasks are done after a turn, and turns are taken in order", async () => {
  const turn = taskTurns();
  const seen: string[] = [];
  const deep = async (depth: number): Promise<void> => {
    if (depth > 0) return await deep(depth - 1);
    seen.push("microtasks");
  };
  void deep(200);
  await Promise.all(["first", "second"].map((name) => turn().then(() => seen.push(name))));
  expect(seen).toEqual(["microtasks", "first", "second"]);
});

test("turn after turn, what is due in the real world still comes", async () => {
  const turn = taskTurns();
  let left = 4;
  const came = () => void left--;
  setTimeout(came, 0);
  setImmediate(came);
  void Bun.file(import.meta.path)
    .text()
    .then(came);
  void crypto.subtle.digest("SHA-256", new Uint8Array(1)).then(came);
  while (left > 0) await turn();
  expect(left).toBe(0);
});
