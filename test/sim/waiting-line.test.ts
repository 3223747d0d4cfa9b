import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Life } from "../../src/sim/scheduler.ts";
import { newWaitingLine, type Waiting } from "../../src/sim/waiting-line.ts";

const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant("add" as const),
      delayMs: fc.integer({ min: -2, max: 9 }),
      life: fc.nat(2),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ type: "hang" as const }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("abort" as const), place: fc.nat() }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("release" as const), place: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("die" as const), life: fc.nat(2) }) },
);

/** What the line is for, in the plainest words: it looks at all that waits. */
function readyAmong(all: readonly Waiting[], nowMs: number): readonly Waiting[] {
  const alive = all.filter(({ life }) => life.alive);
  const firstMs = Math.min(...alive.map(({ dueAtMs }) => dueAtMs));
  if (firstMs === Infinity) return [];
  return alive.filter(({ dueAtMs }) => dueAtMs <= Math.max(firstMs, nowMs));
}

test("what is ready is what a look at all that waits would find, in the order in which it began to wait", () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      const line = newWaitingLine();
      const lives: readonly Life[] = [1, 2, 3].map((number) => ({ number, alive: true }));
      let all: readonly Waiting[] = [];
      let begun = 0;
      let nowMs = 100;
      const add = (dueAtMs: number, life: Life): void => {
        const number = begun++;
        const one = { number, label: `${number}`, chain: "", dueAtMs, life, release: () => {} };
        all = [...all, one];
        line.add(one);
      };
      const remove = (one: Waiting): void => {
        all = all.filter((other) => other !== one);
        line.remove(one);
      };
      for (const next of actions) {
        switch (next.type) {
          case "add":
            add(nowMs + next.delayMs, lives[next.life]!);
            break;
          case "hang":
            add(Infinity, lives[0]!);
            break;
          case "abort":
            if (all.length > 0) remove(all[next.place % all.length]!);
            break;
          case "die":
            lives[next.life]!.alive = false;
            break;
          case "release": {
            const expected = readyAmong(all, nowMs);
            expect(line.hasReady()).toBe(expected.length > 0);
            const ready = line.ready(nowMs);
            expect(ready.map(({ number }) => number)).toEqual(expected.map(({ number }) => number));
            if (ready.length === 0) break;
            const place = next.place % ready.length;
            const one = ready[place]!;
            expect(line.take(place)).toBe(one);
            all = all.filter((other) => other !== one);
            nowMs = Math.max(nowMs, one.dueAtMs);
          }
        }
      }
    }),
    { numRuns: 500 },
  );
});
