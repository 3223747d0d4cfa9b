import { beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { type ContextTurn } from "../../../src/core/window/context-history.ts";
import { contextOf } from "../../../src/core/window/context-view.ts";
import { sessionIdOf } from "../../../src/core/ids.ts";
import { fold } from "../../../src/core/reduce/reduce.ts";
import type { Usage } from "../../../src/core/ledger/usage.ts";
import { loadScenarios } from "../../../src/sim/load-scenario.ts";
import type { RunRecord } from "../../../src/sim/record.ts";
import { chooserOf, defaultOrder } from "../../../src/sim/schedule.ts";
import { simulate, warmUp } from "../../../src/sim/simulate.ts";

/** Ten that ship, in which some session takes more than one turn and nobody's counts are scripted. */
const shipped = [
  "all-attempts-fail",
  "always",
  "demo",
  "double-click",
  "edited",
  "eight-workers",
  "failed-check",
  "nine-stages",
  "provider-weather",
  "sixty-turns",
];

async function rehearsed(name: string): Promise<RunRecord> {
  const folder = join(import.meta.dir, "..", "..", "..", "scenarios");
  const { loaded } = await loadScenarios([join(folder, `${name}.scenario.ts`)]);
  return await simulate({ scenario: loaded[0]!.scenario, choose: chooserOf(defaultOrder) });
}

/** Every call of every session, by its address. */
function callsOf({ log }: RunRecord): ReadonlyMap<string, ContextTurn> {
  const state = fold(log)!;
  const calls = new Map<string, ContextTurn>();
  for (const id of state.sessions.keys()) {
    for (const call of contextOf(state, id, state.nowMs)!.calls) {
      calls.set(`${id} ${call.turn}.${call.try}`, call);
    }
  }
  return calls;
}

/** What the mock's own prefix cache accounted for, by the same names. */
function accountedFor({ observations }: RunRecord): ReadonlyMap<string, Usage> {
  const accounts = new Map<string, Usage>();
  for (const observation of observations) {
    if (observation.type !== "sent") continue;
    const { address, event } = observation;
    if (address === null || event.usage === null) continue;
    accounts.set(`${sessionIdOf(address)} ${address.turn}.${address.try}`, event.usage);
  }
  return accounts;
}

beforeAll(warmUp);

describe("against a provider that counts by another tokenizer", () => {
  for (const name of shipped) {
    test(`${name}: estimates are within a tenth from the second turn on, and the shown error is true`, async () => {
      const record = await rehearsed(name);
      const accounts = accountedFor(record);
      const later = [...callsOf(record)].filter(([, { turn }]) => turn > 1);
      expect(later.length).toBeGreaterThan(0);
      for (const [call, { estimatedTokens, error }] of later) {
        const { inputTokens, cacheReadTokens, cacheWriteTokens } = accounts.get(call)!;
        const counted = inputTokens + cacheReadTokens + cacheWriteTokens;
        expect(Math.abs(estimatedTokens / counted - 1)).toBeLessThan(0.1);
        expect(error).toBeCloseTo((estimatedTokens - counted) / counted, 12);
      }
    });
  }

  test("the cache's figures are those of the provider's own cache, call by call", async () => {
    const record = await rehearsed("sixty-turns");
    const accounts = accountedFor(record);
    const calls = callsOf(record);
    expect(calls.size).toBe(accounts.size);
    let hits = 0;
    for (const [call, { cache }] of calls) {
      const { cacheReadTokens, cacheWriteTokens } = accounts.get(call)!;
      expect([cache.readTokens, cache.writtenTokens]).toEqual([cacheReadTokens, cacheWriteTokens]);
      if (cache.miss === null) hits++;
    }
    expect(hits).toBeGreaterThan(50);
  });
});
