import { describe, expect, test } from "bun:test";
import {
  allow,
  approve,
  either,
  ignores,
  outcome,
  reply,
  says,
  scenario,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
  defaultOrder,
  runTrial,
  type ScenarioScript,
} from "../../../../src/sim/api.ts";
const base = {
  name: "one ticket",
  epic: "e",
  rules: [allow.tracks(), allow.tickets()],
  models: [
    tier1(reply(tracks({ id: "t", title: "T" }))),
    tier2("t", reply(tickets({ id: "A", title: "a" }))),
    tier3("A", reply(says("done"))),
  ],
} satisfies ScenarioScript;

const kindsOf = async (members: Partial<ScenarioScript>) => {
  const trial = {
    schedule: defaultOrder,
    swarm: null,
    killAtEvents: [],
    hurtCall: null,
    twice: false,
    wire: "anthropic",
    server: null,
  } as const;
  const { failures, record } = await runTrial(scenario({ ...base, ...members }), trial);
  return { kinds: failures.map(({ kind }) => kind), record };
};

describe("an answer that no popup takes", () => {
  const unused = approve.tool("A", "bash");
  test("fails, unless it is optional", async () => {
    const spawn = approve.spawn("A");
    expect((await kindsOf({ user: [spawn, unused] })).kinds).toEqual(["unused-answer"]);
    expect((await kindsOf({ user: [spawn, unused.optional()] })).kinds).toEqual([]);
  });
  test("does not fail where another of its either is taken", async () => {
    expect((await kindsOf({ user: [either(unused, approve.spawn("A"))] })).kinds).toEqual([]);
    const none = either(unused, approve.merge("A"));
    expect((await kindsOf({ user: [approve.spawn("A"), none] })).kinds).toEqual(["unused-answer"]);
  });
});

test("a reply that nobody asks for fails, unless it is optional; its faults neither", async () => {
  const more = (second: ReturnType<typeof reply>) => ({
    user: [approve.spawn("A")],
    models: [...base.models.slice(0, 2), tier3("A", reply(says("done")), second)],
  });
  expect((await kindsOf(more(reply(says("more"))))).kinds).toEqual(["unused-reply"]);
  expect((await kindsOf(more(reply(says("more")).optional()))).kinds).toEqual([]);
});

test("one of several expectations is enough, and one must hold", async () => {
  const user = [approve.spawn("A")];
  const enough = either(outcome("failed"), outcome("done"));
  expect((await kindsOf({ user, expect: [enough] })).kinds).toEqual([]);
  const none = either(outcome("failed"), outcome("waiting"));
  expect((await kindsOf({ user, expect: [none] })).kinds).toEqual(["expectation"]);
});

describe("a person who is away", () => {
  test("answers once the run has ended as waiting, and is resumed", async () => {
    const { kinds, record } = await kindsOf({
      user: [approve.spawn("A").onReturn()],
      expect: [outcome("done")],
    });
    expect(kinds).toEqual([]);
    expect(record.lives.map(({ finished }) => finished?.outcome)).toEqual(["waiting", "done"]);
  });
  test("and never comes back, leaves it waiting", async () => {
    const { record } = await kindsOf({ user: [ignores.spawn("A")] });
    expect(record.lives.map(({ finished }) => finished?.outcome)).toEqual(["waiting"]);
  });
});
