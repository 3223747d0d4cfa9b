import { beforeAll, describe, expect, test } from "bun:test";
import {
  allow,
  approve,
  call,
  calls,
  crash,
  cut,
  diskFull,
  fails,
  file,
  ignores,
  outcome,
  reject,
  reply,
  says,
  scenario,
  type ScenarioScript,
  sequence,
  tickets,
  tier1,
  tier2,
  tier3,
  tier4,
  toolFails,
  tracks,
} from "../../../src/sim/api.ts";
import { complaintsAbout } from "../../../src/sim/dsl/coherence.ts";
import { warmUp } from "../../../src/sim/simulate.ts";
import { drawTrial } from "../../../src/sim/trial.ts";

beforeAll(warmUp);

const plan = [
  tier1(reply(tracks({ id: "math", title: "Subtraction" }))),
  tier2("math", reply(tickets({ id: "T-1", title: "Implement subtract" }))),
];
const worker = tier3("T-1", reply(says("Done.")));
const shell = (command: string) => reply(calls("bash", { command }));

/** A scenario of one ticket in which everything is allowed, but for what a test changes. */
const script = (change: Partial<ScenarioScript>): ScenarioScript => ({
  name: "one ticket",
  epic: "Add subtraction",
  rules: [allow.tracks(), allow.tickets(), allow.spawn()],
  models: [...plan, worker],
  ...change,
});

/** Plays it once, in the default order; kinds and messages of what failed, in the order they are shown. */
async function play(change: Partial<ScenarioScript>, seed = 0) {
  const { failures } = await drawTrial(scenario(script(change)), seed, { swarm: false });
  return failures.map(({ kind, message }) => [kind, message]);
}

test("a script that fits the run to the letter passes", async () => {
  expect(await play({})).toStrictEqual([]);
});

describe("a request that no reply is meant for", () => {
  test("is told with the scripts of its tier, and why none of them is for it", async () => {
    const twoTickets = tier2(
      "math",
      reply(tickets({ id: "T-1", title: "Implement" }, { id: "T-2", title: "Test" })),
    );
    const failures = await play({
      config: { attempts: 1 },
      models: [plan[0]!, twoTickets, worker],
    });
    expect(failures).toStrictEqual([
      [
        "unmatched-request",
        [
          'No reply is meant for the request of tier3("T-2"), turn 1.',
          '  near: tier3("T-1"): it is for ticket "T-1", and this is "T-2"',
          '  Write one into `models`: tier3("T-2", reply(…)); or address the one that was meant for it.',
        ].join("\n"),
      ],
    ]);
  });

  test("names of many scripts its own ticket's first, and counts those of others", async () => {
    const ids = ["T-1", "T-2", "T-3", "T-4", "T-5"];
    const five = tier2("math", reply(tickets(...ids.map((id) => ({ id, title: id })))));
    const scripts = ids.map((id) => tier3(id, id === "T-5" ? shell("true") : reply(says("Done."))));
    const failures = await play({
      config: { attempts: 1 },
      rules: [allow.everything()],
      models: [plan[0]!, five, ...scripts],
    });
    expect(failures[0]![1]!.split("\n").slice(0, 5)).toStrictEqual([
      'No reply is meant for the request of tier3("T-5"), turn 2.',
      '  near: tier3("T-5"): it has 1 reply, and this is turn 2',
      '  near: tier3("T-1"): it is for ticket "T-1", and this is "T-5"',
      '  near: tier3("T-2"): it is for ticket "T-2", and this is "T-5"',
      "  and 2 more of tier3",
    ]);
  });

  test("for want of a last word after a tool call is told so", async () => {
    const failures = await play({
      config: { attempts: 1 },
      rules: [allow.everything()],
      models: [...plan, tier3("T-1", shell("true"))],
    });
    expect(failures).toStrictEqual([
      [
        "unmatched-request",
        [
          'No reply is meant for the request of tier3("T-1"), turn 2.',
          '  near: tier3("T-1"): it has 1 reply, and this is turn 2',
          '  Its last reply calls bash, so the worker is asked once more when the call has ended: add a reply(says("…")).',
        ].join("\n"),
      ],
    ]);
  });

  test("of a planner whose plan was refused is told why it was asked again", async () => {
    const failures = await play({ models: [tier1(reply(says("No idea.")))] });
    expect(failures[0]![0]).toBe("unmatched-request");
    expect(failures[0]![1]).toContain("near: tier1: it has 1 reply, and this is turn 2");
    expect(failures[0]![1]).toContain("A planner is asked again when its plan was refused");
  });

  test("of another attempt names the attempt", async () => {
    const failures = await play({
      models: [...plan, worker, tier4("T-1", reply(says("It is wrong.")))],
      checks: { "T-1": [fails("1 fail")] },
    });
    expect(failures[0]![1]).toBe(
      [
        'No reply is meant for the request of tier3("T-1"), attempt 2, turn 1.',
        '  near: tier3("T-1"): it is for attempt 1, and this is attempt 2',
        '  Write one into `models`: tier3("T-1", reply(…)).attempt(2); or address the one that was meant for it.',
      ].join("\n"),
    );
  });

  test("of a session that is lost already is told once", async () => {
    const failures = await play({ models: plan, config: { attempts: 3 } });
    expect(failures.map(([kind]) => kind)).toStrictEqual(["unmatched-request"]);
  });
});

describe("a reply is found by its address alone", () => {
  test("so two scripts for one address are refused when they are loaded", () => {
    const doubled = scenario(script({ models: [...plan, worker, worker] }));
    expect(complaintsAbout(doubled)).toStrictEqual([
      {
        message: 'tier3("T-1") is scripted twice for attempt 1',
        suggestion:
          "Put all replies of one attempt into one script, or say which attempt with .attempt(n).",
        clues: [{ call: "tier3", literal: "T-1" }],
      },
    ]);
  });

  test("so one for each attempt is no doubling", () => {
    const models = [...plan, worker, tier3("T-1", reply(says("Again."))).attempt(2)];
    expect(complaintsAbout(scenario(script({ models })))).toStrictEqual([]);
  });

  test("so a retry is given the same reply again, whatever the order of the scripts", async () => {
    const failures = await play({
      models: [worker, ...plan.toReversed()],
      faults: [cut({ afterEvents: 4 }).on(call.tier3("T-1"))],
      expect: [outcome("done")],
    });
    expect(failures).toStrictEqual([]);
  });
});

describe("what was scripted and never used", () => {
  test("a reply fails the scenario", async () => {
    const models = [...plan, tier3("T-1", reply(says("Done.")), reply(says("More.")))];
    expect(await play({ models })).toStrictEqual([
      [
        "unused-reply",
        'No request came for tier3("T-1"), turn 2: says "More.".\n  Take the reply out, or find out why the run did not get that far.',
      ],
    ]);
  });

  test("replies are told together, session by session", async () => {
    const models = [
      ...plan,
      tier3("T-1", reply(says("Done.")), reply(says("More.")), reply(says("And more."))),
      tier4("T-1", reply(says("I see."))),
    ];
    expect(await play({ models })).toStrictEqual([
      [
        "unused-reply",
        [
          "No request came for 2 sessions' replies:",
          '  tier3("T-1"), turn 2: says "More." (and 1 more after it)',
          '  tier4("T-1"), turn 1: says "I see."',
          "  Take them out, or find out why the run did not get that far.",
        ].join("\n"),
      ],
    ]);
  });

  test("an answer fails the scenario, as it is written there", async () => {
    const user = [reject.tool("T-1", "bash", "not yours").after("30s")];
    expect(await play({ user })).toStrictEqual([
      [
        "unused-answer",
        'No popup came for the answer reject.tool("T-1", "bash", "not yours").after("30s").\n  Take it out, say .optional() where its popup need not open, or find out why it did not.',
      ],
    ]);
  });

  test("several answers are told together", async () => {
    const failures = await play({ user: [approve.tracks(), approve.spawn("T-1").attempt(2)] });
    expect(failures).toStrictEqual([
      [
        "unused-answer",
        [
          "No popup came for 2 answers:",
          "  approve.tracks()",
          '  approve.spawn("T-1").attempt(2)',
          "  Take them out, say .optional() where their popups need not open, or find out why they did not.",
        ].join("\n"),
      ],
    ]);
  });

  test("a late answer that the run did not wait for is not counted as given", async () => {
    const failures = await play({
      rules: [allow.tracks(), allow.tickets()],
      user: [approve.spawn("T-1"), reject.spawn("T-1", "stop").after("1m").late()],
    });
    expect(failures).toStrictEqual([
      [
        "unused-answer",
        'The run was over before the answer reject.spawn("T-1", "stop").after("60s").late() was given.\n  Give it sooner after its popup is gone, or let the run go on for longer.',
      ],
    ]);
  });

  test.each([
    {
      of: "a model",
      fault: cut({ afterEvents: 1 }).on(call.tier3("T-1", { try: 2 })),
      shown: 'the fault "cut" on tier3("T-1"), turn 1, try 2',
    },
    {
      of: "a tool",
      fault: toolFails("T-1", "bash", 2),
      shown: 'toolFails("T-1", "bash", 2): bash was called 0 times',
    },
    {
      of: "the process",
      fault: crash({ atEvent: 9_999 }),
      shown: "crash({ atEvent: 9999 }): the log has",
    },
    {
      of: "the disk",
      fault: diskFull({ atEvent: 9_999 }),
      shown: "diskFull({ atEvent: 9999 }): the log has",
    },
  ])("a fault of $of fails the scenario", async ({ fault, shown }) => {
    const failures = await play({ faults: [fault] });
    expect(failures.map(([kind]) => kind)).toStrictEqual(["unused-fault"]);
    expect(failures[0]![1]).toContain(shown);
  });
});

describe("a popup that no answer is meant for", () => {
  const asksForShell = {
    models: [...plan, tier3("T-1", shell("make"), reply(says("Made.")))],
  };

  test("is told with what it asks, and with an answer that would be for it", async () => {
    const failures = await play(asksForShell);
    expect(failures[0]).toStrictEqual([
      "unmatched-popup",
      [
        'No answer is meant for the popup tool:T-1:1.1.0, which asks whether "T-1" may call bash "make".',
        "  near: nothing",
        '  Write one into `user`, such as approve.tool("T-1", "bash"); or ignores.… where nobody is to answer.',
      ].join("\n"),
    ]);
  });

  test("is told with the answers of its kind, and why none of them is for it", async () => {
    const failures = await play({
      ...asksForShell,
      user: [approve.tool("T-1", "write"), approve.tool("T-1", "bash").attempt(2)],
    });
    expect(failures[0]![1]).toContain(
      [
        '  near: approve.tool("T-1", "write"): it is for the tool "write"',
        '  near: approve.tool("T-1", "bash").attempt(2): it is for attempt 2, and this is attempt 1',
      ].join("\n"),
    );
  });

  test("is not told with answers about others where one about its own ticket is near", async () => {
    const two = tickets({ id: "T-1", title: "Implement" }, { id: "T-2", title: "Test" });
    const failures = await play({
      rules: [allow.tracks(), allow.tickets()],
      models: [plan[0]!, tier2("math", reply(two)), worker, tier3("T-2", reply(says("Done.")))],
      user: [approve.spawn("T-1").attempt(2), approve.spawn("T-2")],
    });
    expect(failures[0]![1]).toContain('near: approve.spawn("T-1").attempt(2): it is for attempt 2');
    expect(failures[0]![1]).not.toContain('approve.spawn("T-2")');
  });

  test("is not given a decision that it does not take", async () => {
    const failures = await play({
      config: { budget: { tokens: 3_000 } },
      user: [approve.budget()],
    });
    expect(failures[0]![0]).toBe("unmatched-popup");
    expect(failures[0]![1]).toContain(
      "near: approve.budget(): this popup offers raise, stop; not approve",
    );
  });

  test("because its answer waits for another one in a sequence is told so", async () => {
    const failures = await play({
      ...asksForShell,
      user: [sequence(approve.spawn("T-1"), approve.tool("T-1", "bash"))],
    });
    expect(failures[0]![1]).toContain(
      'near: approve.tool("T-1", "bash"): its turn in the sequence has not come: approve.spawn("T-1") is before it',
    );
  });

  test("is no mistake where somebody is said to ignore it", async () => {
    const failures = await play({
      models: plan,
      rules: [allow.tracks(), allow.tickets()],
      user: [ignores.spawn("T-1")],
      expect: [outcome("waiting")],
    });
    expect(failures).toStrictEqual([]);
  });

  test("of another attempt wants an answer of its own", async () => {
    const failures = await play({
      rules: [allow.tracks(), allow.tickets()],
      models: [...plan, worker, tier4("T-1", reply(says("It is wrong.")))],
      checks: { "T-1": [fails("1 fail")] },
      user: [approve.spawn("T-1")],
    });
    expect(failures[0]![0]).toBe("unmatched-popup");
    expect(failures[0]![1]).toContain('such as approve.spawn("T-1").attempt(2)');
  });
});

describe("a popup that two answers are meant for", () => {
  const commands = {
    models: [...plan, tier3("T-1", shell("make"), shell("make test"), reply(says("Made.")))],
  };

  test("is ambiguous where the two are different, and both are listed", async () => {
    const failures = await play({
      ...commands,
      user: [approve.tool("T-1"), approve.tool("T-1", "bash")],
    });
    expect(failures[0]).toStrictEqual([
      "ambiguous-answer",
      [
        'Two different answers fit the popup tool:T-1:1.1.0, which asks whether "T-1" may call bash "make":',
        '  approve.tool("T-1")',
        '  approve.tool("T-1", "bash")',
        "  Which one is meant? Say more in one of them (the tool, the attempt), put them into a sequence(…), or take one out.",
      ].join("\n"),
    ]);
  });

  test("takes the first of them where they are equal, and the next popup takes the next", async () => {
    const failures = await play({
      models: [
        ...plan,
        tier3(
          "T-1",
          shell("echo one > first.txt"),
          shell("echo two > second.txt"),
          reply(says("Made.")),
        ),
      ],
      user: [approve.tool("T-1", "bash"), reject.tool("T-1", "bash", "one is enough")],
      expect: [file("first.txt").equals("one\n"), file("second.txt").missing()],
    });
    expect(failures).toStrictEqual([]);
  });

  test("is not ambiguous where a sequence says which comes first", async () => {
    const failures = await play({
      ...commands,
      user: [sequence(approve.tool("T-1"), approve.tool("T-1", "bash"))],
    });
    expect(failures).toStrictEqual([]);
  });
});

test("what went wrong is told before what only follows from it", async () => {
  const failures = await play({
    models: [...plan, tier3("T-1", shell("make"), reply(says("Made.")))],
    user: [approve.spawn("T-1")],
    expect: [outcome("done")],
  });
  expect(failures.map(([kind]) => kind)).toStrictEqual([
    "unmatched-popup",
    "expectation",
    "unused-reply",
    "unused-answer",
  ]);
});

test("under drawn faults the script is no law: a default user answers, and nothing is unused", async () => {
  const swarmed = scenario(
    script({
      rules: [],
      user: [approve.tracks()],
      models: [...plan, worker],
      expect: [outcome("failed")],
    }),
  );
  for (const seed of [1, 2, 3]) {
    const { failures } = await drawTrial(swarmed, seed, { swarm: true });
    expect(failures).toStrictEqual([]);
  }
});
