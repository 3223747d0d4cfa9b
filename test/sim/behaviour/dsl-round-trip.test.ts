import { expect, test } from "bun:test";
import fc from "fast-check";
import * as dsl from "../../../src/sim/api.ts";
import type { Scenario } from "../../../src/sim/scenario.ts";
import { servedSchema } from "../../../src/sim/dsl/served-schema.ts";
import { scenarioSchema } from "../../../src/sim/scenario-schema.ts";

const word = fc.string({ minLength: 1, maxLength: 12 });
const duration = fc
  .tuple(fc.nat(9999), fc.constantFrom("ms", "s", "m"))
  .map(([amount, unit]): dsl.Duration => `${amount}${unit as "ms" | "s" | "m"}`);
const positive = fc.integer({ min: 1, max: 50 });

const part = fc.oneof(
  word.map(dsl.says),
  word.map(dsl.thinks),
  word.map(dsl.redacted),
  word.map(dsl.asks),
  word.map((command) => dsl.calls("bash", { command })),
  fc.tuple(word, word).map(([tool, value]) => dsl.miscalls(tool, { value })),
  fc.tuple(word, word).map(([tool, value]) => dsl.uses(tool, { value })),
  // JSON has no -0 and no `__proto__` member of its own, so neither is part of the promise.
  fc
    .jsonValue()
    .map((value) => dsl.json(JSON.parse(JSON.stringify(value).replaceAll("__proto__", "proto")))),
  word.map((id) => dsl.tickets({ id, title: id, dependsOn: [id] })),
);

const reply = fc
  .record({ parts: fc.array(part, { maxLength: 4 }), duration, positive, cuts: fc.boolean() })
  .map(({ parts, duration: delay, positive: count, cuts }) => {
    const chained = dsl
      .reply(...parts)
      .after(delay)
      .tokens({ output: count })
      .deltas(count);
    return cuts
      ? chained.chunks(count, 1).fails(dsl.rateLimited(delay), dsl.stall({ afterEvents: count }))
      : chained.chunkDelay(delay).stops("end-turn").when("words").times(count);
  });

const model = fc.oneof(
  fc.array(reply, { maxLength: 3 }).map((replies) => dsl.tier1(...replies)),
  fc.tuple(word, fc.array(reply)).map(([id, replies]) => dsl.tier2(id, ...replies)),
  fc
    .tuple(word, fc.array(reply, { maxLength: 3 }), positive)
    .map(([id, replies, attempt]) => dsl.tier3(id, ...replies).attempt(attempt)),
);

const answer = fc.oneof(
  duration.map((delay) => dsl.approve.tracks().after(delay)),
  fc.tuple(word, positive).map(([id, n]) => dsl.approve.spawn(id).attempt(n).twice()),
  fc.tuple(word, word).map(([id, reason]) => dsl.reject.tool(id, "bash", reason).late()),
  fc.tuple(word, word).map(([id, prompt]) => dsl.edit.spawn(id, { prompt })),
  word.map((id) => dsl.ignores.question(id)),
  positive.map((tokens) => dsl.raise.budget({ tokens })),
);
const step = fc.oneof(
  answer,
  fc.array(answer, { minLength: 1, maxLength: 3 }).map((answers) => dsl.sequence(...answers)),
);

const rule = fc.oneof(
  fc.constant(dsl.allow.everything()),
  word.map((ticket) => dsl.deny.spawn(ticket)),
  word.map((command) => dsl.ask.tool("bash", { command })),
);

const fault = fc.oneof(
  fc.tuple(duration, word).map(([d, id]) => dsl.rateLimited(d).on(dsl.call.tier3(id))),
  positive.map((turn) => dsl.malformedJson().on(dsl.call.tier1({ turn }))),
  positive.map((turn) => dsl.overloaded().final().on(dsl.call.tier1({ turn }))),
  word.map((id) => dsl.toolHangs(id, "edit")),
  positive.map((atEvent) => dsl.crash({ atEvent })),
  positive.map((atEvent) => dsl.outage({ atEvent })),
  fc.tuple(word, positive).map(([id, nth]) => dsl.workspaceFails(id, "merge", nth)),
  word.map((id) => dsl.treeLost(id, "check")),
  word.map((id) => dsl.branchMovedBack(id, "commit")),
  word.map((id) => dsl.conflictLeft(id, "commit")),
);

const expectation = fc.oneof(
  word.map((id) => dsl.ticket(id).done()),
  fc.tuple(word, word).map(([id, text]) => dsl.stream(`Tier 3 (Worker): ${id}`).contains(text)),
  word.map((path) => dsl.file(path).not.missing()),
  positive.map((tokens) => dsl.usage("tier4").outputTokens.atLeast(tokens)),
);

const scenario: fc.Arbitrary<Scenario> = fc
  .record({
    name: word,
    epic: word,
    models: fc.array(model, { maxLength: 4 }),
    user: fc.array(step, { maxLength: 4 }),
    rules: fc.array(rule, { maxLength: 3 }),
    faults: fc.array(fault, { maxLength: 3 }),
    expect: fc.array(expectation, { maxLength: 3 }),
    retries: fc.array(fc.record({ ticketId: fc.option(word), note: word }), { maxLength: 2 }),
    checks: fc.constantFrom({}, { "T-1": [dsl.fails("no"), dsl.passes()] as const }),
    config: fc.constantFrom({}, { mode: "step" as const, budget: { tokens: 5 }, check: null }),
  })
  .map(dsl.scenario);

test("whatever is built survives being printed as JSON and read again, unchanged", () => {
  fc.assert(
    fc.property(scenario, (built) => {
      expect(JSON.parse(JSON.stringify(built))).toStrictEqual(built);
    }),
    { numRuns: 200, seed: 20 },
  );
});

test("whatever is built is what the loader's schema takes, and the schema changes nothing", () => {
  fc.assert(
    fc.property(scenario, (built) => {
      expect(scenarioSchema.parse(built)).toStrictEqual(built);
    }),
    { numRuns: 100, seed: 21 },
  );
});

test("the same holds of what is only served", () => {
  const served = fc
    .record({ name: word, replies: fc.array(reply, { maxLength: 4 }) })
    .map(dsl.served);
  fc.assert(
    fc.property(served, (built) => {
      expect(JSON.parse(JSON.stringify(built))).toStrictEqual(built);
      expect(servedSchema.parse(built)).toStrictEqual(built);
    }),
    { numRuns: 100, seed: 22 },
  );
});
