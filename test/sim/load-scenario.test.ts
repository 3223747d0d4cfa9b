import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadRehearsable, loadScenarios } from "../../src/sim/load-scenario.ts";

const fixture = join(import.meta.dir, "fixtures", "rejected-command.scenario.ts");

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rehearsal-load-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Writes a file; each test names its own, as a module is loaded once a process. */
async function write(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await mkdir(dirname(file), { recursive: true });
  await Bun.write(file, text);
  return file;
}

/** A scenario that fits together, with lines put into its lists. */
const script = ({ models = "", rest = "" }: { models?: string; rest?: string }) => `
import * as r from "rehearsal/sim";

export default r.scenario({
  name: "two tickets",
  epic: "Add subtraction",
  models: [
    r.tier1(r.reply(r.tracks({ id: "math", title: "Math" }))),
    r.tier2("math", r.reply(r.tickets({ id: "T-1", title: "One" }, { id: "T-2", title: "Two", dependsOn: ["T-1"] }))),
    r.tier3("T-1", r.reply(r.says("Done."))),
    ${models}
  ],
  ${rest}
});
`;
const modelsLine = 11;
const restLine = 13;

/** The one problem of a file, without its path. */
async function problemOf(name: string, text: string) {
  const file = await write(name, text);
  const { loaded, problems } = await loadScenarios([file]);
  expect(loaded).toBeEmpty();
  expect(problems).toHaveLength(1);
  const { file: at, ...problem } = problems[0]!;
  expect(at).toBe(file);
  return problem;
}

const about = (message: string) => `scenario "two tickets": ${message}`;

describe("finding", () => {
  test("a file is loaded, with its default export", async () => {
    const { loaded, problems } = await loadScenarios([fixture]);
    expect(problems).toBeEmpty();
    expect(loaded).toMatchObject([
      {
        file: fixture,
        exportName: "default",
        scenario: { name: "a rejected command sends the worker another way" },
      },
    ]);
  });

  test("chance and the time of day are the same for each file that is to be rehearsed, while it is loaded", async () => {
    const text = `
import { reply, says, scenario, tier1 } from "rehearsal/sim";
const drawn = [Math.random(), crypto.randomUUID(), new Date().toISOString(), Date.now()];
export default scenario({ name: "dice", epic: drawn.join(" "), models: [tier1(reply(says("Done.")))] });
`;
    const files = [
      await write("dice.scenario.ts", text),
      await write("more-dice.scenario.ts", text),
    ];
    const { loaded, problems } = await loadRehearsable(files);
    expect(problems).toBeEmpty();
    const epics = loaded.map(({ scenario }) => ("epic" in scenario ? scenario.epic : ""));
    expect(epics[0]).toContain("2030-01-01T00:00:00.000Z 1893456000000");
    expect(epics[1]).toBe(epics[0]!);
    expect(Math.random()).not.toBe(Math.random());
    expect(Date.now()).not.toBe(1_893_456_000_000);
  });

  test("a folder is searched through, in the order of its names, past what is installed or hidden", async () => {
    for (const name of ["b", "a/z", "node_modules/m/c", ".hidden/d"]) {
      await write(`searched/${name}.scenario.ts`, script({}));
    }
    await write("searched/helper.ts", "throw new Error('not a scenario');");
    const { loaded, problems } = await loadScenarios([join(folder, "searched")]);
    expect(problems).toBeEmpty();
    expect(loaded.map(({ file }) => file.slice(folder.length))).toStrictEqual([
      "/searched/a/z.scenario.ts",
      "/searched/b.scenario.ts",
    ]);
  });

  test("no path is the folder `scenarios`, and a file named twice is loaded once", async () => {
    await write("project/scenarios/one.scenario.ts", script({}));
    const project = join(folder, "project");
    expect((await loadScenarios([], project)).loaded).toHaveLength(1);
    const twice = await loadScenarios(["scenarios", "scenarios/one.scenario.ts"], project);
    expect(twice.loaded).toHaveLength(1);
  });

  test("an array is several scenarios, of which a bad one spoils no other", async () => {
    const file = await write(
      "array.scenario.ts",
      `import { approve, scenario } from "rehearsal/sim";
      const good = scenario({ name: "good", epic: "e", models: [] });
      export default [
        good,
        scenario({ name: "bad", epic: "e", models: [], user: [approve.spawn("T-1")] }),
        { ...good, name: "also good" },
      ];`,
    );
    const { loaded, problems } = await loadScenarios([file]);
    expect(loaded.map(({ exportName, scenario }) => [exportName, scenario.name])).toStrictEqual([
      ["default[0]", "good"],
      ["default[2]", "also good"],
    ]);
    expect(problems).toMatchObject([{ line: 5, suggestion: "There is none to choose from." }]);
  });

  test("what is not there is a problem, with what was meant", async () => {
    await write("near/one.scenario.ts", script({}));
    const { problems } = await loadScenarios([join(folder, "near/oen.scenario.ts")]);
    expect(problems).toStrictEqual([
      {
        file: join(folder, "near/oen.scenario.ts"),
        line: null,
        column: null,
        message: `there is no ${join(folder, "near/oen.scenario.ts")}`,
        suggestion: 'Did you mean "one.scenario.ts"?',
      },
    ]);
  });

  test("of what stands beside only what may hold scenarios is named", async () => {
    for (const name of ["b.ts", "notes.md", ".git/x.ts", "node_modules/y.ts", "plays/z.ts"]) {
      await write(`beside/${name}`, "");
    }
    const { problems } = await loadScenarios([join(folder, "beside/elsewhere")]);
    expect(problems).toMatchObject([{ suggestion: 'There is: "plays", "b.ts".' }]);
  });

  test("where nobody named a path and there is none yet, it is said how a first one is made", async () => {
    await write("young/package.json", "{}");
    const { loaded, problems } = await loadScenarios([], join(folder, "young"));
    expect(loaded).toBeEmpty();
    expect(problems).toMatchObject([
      { file: join(folder, "young/scenarios"), message: "there is no scenario yet" },
    ]);
    expect(problems[0]!.suggestion).toStartWith("`rehearsal init` writes a first one");
  });

  test("a folder without scenarios is a problem", async () => {
    await write("empty/readme.md", "");
    const { problems } = await loadScenarios(["empty"], folder);
    expect(problems).toMatchObject([
      {
        message: `${join(folder, "empty")} holds no *.scenario.ts`,
        suggestion: "Name a file, or save one as NAME.scenario.ts.",
      },
    ]);
  });
});

describe("importing rehearsal/sim", () => {
  const load = `
    const { loadScenarios } = await import(${JSON.stringify(join(import.meta.dir, "../../src/sim/load-scenario.ts"))});
    console.log(JSON.stringify(await loadScenarios([])));`;

  /** In a process of its own that starts in the project's folder, as a user's does. */
  async function loadedIn(project: string): Promise<unknown> {
    const child = Bun.spawn([process.execPath, "-e", load], {
      cwd: join(folder, project),
      stdout: "pipe",
      stderr: "pipe",
    });
    const [out, errors] = await Promise.all([child.stdout.text(), child.stderr.text()]);
    expect(errors).toBe("");
    return JSON.parse(out);
  }

  test("works in any folder, where nothing is installed, also through another file", async () => {
    await write("bare/words.ts", 'export { approve } from "rehearsal/sim";');
    await write(
      "bare/scenarios/one.scenario.ts",
      `import { scenario } from "rehearsal/sim";
      import { approve } from "../words.ts";
      export default scenario({ name: "bare", epic: "e", models: [], user: [approve.tracks()] });`,
    );
    expect(await loadedIn("bare")).toMatchObject({
      loaded: [{ scenario: { name: "bare", user: [{ match: { kind: "tracks" } }] } }],
      problems: [],
    });
  });

  test("means this program also where another copy is installed", async () => {
    await write("old/node_modules/rehearsal/package.json", '{"exports":{"./sim":"./sim.js"}}');
    await write("old/node_modules/rehearsal/sim.js", "export const scenario = () => ({});");
    await write(
      "old/scenarios/one.scenario.ts",
      `import { scenario } from "rehearsal/sim";
      export default scenario({ name: "new", epic: "e", models: [] });`,
    );
    expect(await loadedIn("old")).toMatchObject({ loaded: [{ scenario: { name: "new" } }] });
  });

  test("of a word that it lacks says which one was meant, and where", async () => {
    const text = `import {\n  scenario,\n  aprove,\n} from "rehearsal/sim";\nexport default scenario({ user: [aprove.tracks()] });`;
    expect(await problemOf("no-word.scenario.ts", text)).toStrictEqual({
      line: 3,
      column: 3,
      message: 'it imports { aprove } from "rehearsal/sim", which exports no such name',
      suggestion: 'Did you mean "approve"?',
    });
  });
});

describe("a file that does not load", () => {
  test("for its syntax is told by line and column", async () => {
    const text = `import { scenario } from "rehearsal/sim";\nexport default scenario({ name: "x";`;
    expect(await problemOf("syntax.scenario.ts", text)).toStrictEqual({
      line: 2,
      column: 36,
      message: 'syntax error: Expected "}" but found ";"',
      suggestion: 'Mend this line: export default scenario({ name: "x";',
    });
  });

  test("for several slips is told by the first", async () => {
    const problem = await problemOf(
      "slips.scenario.ts",
      "const = 1;\nconst = 2;\nexport default 1;",
    );
    expect(problem).toMatchObject({ line: 1, suggestion: "Mend this line: const = 1;" });
  });

  test("for an import that is not there is told where it imports", async () => {
    const text = `// imports "./gone.ts"\nimport { x } from "./gone.ts";\nexport default x;`;
    expect(await problemOf("import.scenario.ts", text)).toStrictEqual({
      line: 2,
      column: 19,
      message: 'it imports "./gone.ts", which is not there',
      suggestion: `Mend the path; it is looked up from ${folder}.`,
    });
  });

  test("as it throws is told by the user's own line, not by ours", async () => {
    const text = `import { calls, reply } from "rehearsal/sim";\n\nexport default reply(calls("bsh", {}));`;
    expect(await problemOf("throws.scenario.ts", text)).toMatchObject({
      line: 3,
      message:
        'the file threw while it was loaded: calls: workers have no tool "bsh". Did you mean "bash"? A tool of an agent of your own, under `rehearsal serve`, is called with uses(…); a call that is meant to be wrong is scripted with miscalls(…).',
    });
  });

  test("as it throws something that is no error is told all the same", async () => {
    expect(await problemOf("object.scenario.ts", 'throw { code: "gone" };')).toMatchObject({
      message: "the file threw while it was loaded: { code: 'gone' }",
    });
    expect(await problemOf("string.scenario.ts", 'throw "stop";')).toMatchObject({
      line: null,
      message: "the file threw while it was loaded: stop",
    });
  });

  test("for lack of a default export is told what to write", async () => {
    expect(await problemOf("none.scenario.ts", "export const a = 1;")).toStrictEqual({
      line: 1,
      column: 1,
      message: "there is no default export",
      suggestion: "Write: export default scenario({ … }), or an array of scenarios.",
    });
    expect(await problemOf("empty.scenario.ts", "export default [];")).toMatchObject({
      message: "the default export is an empty array",
    });
  });
});

describe("a scenario of another shape", () => {
  test("has an unknown member named, with the one that was meant", async () => {
    expect(await problemOf("member.scenario.ts", script({ rest: "exepct: []," }))).toMatchObject({
      line: restLine,
      column: 3,
      message: 'scenario "two tickets": unknown member "exepct". Did you mean "expect"?',
    });
  });

  test("at an event that there is not is told with the one that was meant", async () => {
    const text = script({
      rest: 'interventions: [{ type: "stop", ticketId: "A", text: "", atEvent: { type: "tool.strated", nth: 1 } }],',
    });
    expect(await problemOf("event.scenario.ts", text)).toMatchObject({
      message:
        'scenario "two tickets" at interventions[0].atEvent: "tool.strated" is not known. Did you mean "tool.started"?',
    });
  });

  test("has the place within it named", async () => {
    const text = script({ rest: 'config: { mode: "stpe" },' });
    expect(await problemOf("mode.scenario.ts", text)).toMatchObject({
      line: restLine,
      message: 'scenario "two tickets" at config.mode: "stpe" is not known. Did you mean "step"?',
    });
  });

  test("is refused where it is none at all", async () => {
    const { message } = await problemOf("number.scenario.ts", "export default 1;");
    expect(message).toBe("the export default: Invalid input: expected object, received number");
  });

  test("is refused where a list is none", async () => {
    const text = `import { scenario } from "rehearsal/sim";\nexport default scenario({ name: "n", epic: "e", models: {} });`;
    expect(await problemOf("list.scenario.ts", text)).toMatchObject({
      line: 2,
      message: 'scenario "n" at models: Invalid input: expected array, received object',
    });
  });
});

describe("a scenario that does not fit together", () => {
  const user = (step: string) => script({ rest: `user: [${step}],` });
  const wanted = (expectation: string) => script({ rest: `expect: [${expectation}],` });
  const nobody = "which no tickets(…) of this scenario proposes";

  test("is told of an answer for a ticket that nobody proposes", async () => {
    expect(await problemOf("c1.scenario.ts", user('r.approve.spawn("T-3")'))).toStrictEqual({
      line: restLine,
      column: 26,
      message: about(`approve.spawn("T-3") is about "T-3", ${nobody}`),
      suggestion: 'Did you mean "T-1"?',
    });
  });

  test("is told of one within a sequence too", async () => {
    const text = user('r.sequence(r.approve.spawn("T-1"), r.ignores.inDoubt("T-7"))');
    expect(await problemOf("c2.scenario.ts", text)).toMatchObject({
      line: restLine,
      message: about(`ignores.inDoubt("T-7") is about "T-7", ${nobody}`),
    });
  });

  test("is told of an answer for a track that nobody proposes", async () => {
    expect(await problemOf("c3.scenario.ts", user('r.approve.tickets("maths")'))).toMatchObject({
      line: restLine,
      suggestion: 'Did you mean "math"?',
    });
  });

  test("is told of replies for a ticket that nobody proposes", async () => {
    const text = script({ models: 'r.tier3("T-4", r.reply()),' });
    expect(await problemOf("c4.scenario.ts", text)).toMatchObject({
      line: modelsLine,
      message: about(`tier3("T-4") is about "T-4", ${nobody}`),
    });
  });

  test("is told of two marks that share a name", async () => {
    const marks =
      'r.sometimes("early", r.outcome("done")), r.sometimes("early", r.outcome("failed")),';
    expect(
      await problemOf("same-mark.scenario.ts", script({ rest: `expect: [${marks}],` })),
    ).toMatchObject({
      message: about('two of sometimes() have the name "early"'),
      suggestion: "Give each a name of its own: a report counts what was met by its name.",
    });
  });

  test("is told of a session that is scripted twice, and how to say another attempt", async () => {
    const text = script({ models: 'r.tier3("T-1", r.reply()),' });
    expect(await problemOf("c5.scenario.ts", text)).toMatchObject({
      message: about('tier3("T-1") is scripted twice for attempt 1'),
      suggestion:
        "Put all replies of one attempt into one script, or say which attempt with .attempt(n).",
    });
    const file = await write(
      "c6.scenario.ts",
      script({ models: 'r.tier3("T-1", r.reply()).attempt(2),' }),
    );
    expect((await loadScenarios([file])).problems).toBeEmpty();
  });

  test("is told of a dependency that is no ticket", async () => {
    const text = script({
      models: 'r.tier2("docs", r.reply(r.tickets({ id: "D-1", title: "D", dependsOn: ["D-2"] }))),',
      rest: 'user: [r.edit.tracks({ id: "docs", title: "D" })],',
    });
    expect(await problemOf("c7.scenario.ts", text)).toMatchObject({
      line: modelsLine,
      message: about('ticket "D-1" depends on "D-2", which is no ticket of its plan'),
    });
  });

  test("may have a plan that is wrong on purpose, where the repaired one follows", async () => {
    const text = `import { reply, scenario, tickets, tier1, tier2, tracks } from "rehearsal/sim";
      export default scenario({ name: "repair", epic: "e", models: [
        tier1(reply(tracks({ id: "a", title: "A" }))),
        tier2("a",
          reply(tickets({ id: "T-1", title: "One", dependsOn: ["T-9"] })),
          reply(tickets({ id: "T-1", title: "One" }))),
      ] });`;
    expect((await loadScenarios([await write("c8.scenario.ts", text)])).problems).toBeEmpty();
  });

  test("takes a plan that is said as text, and one that a person edits, for proposed", async () => {
    const text = `import { approve, edit, reply, says, scenario, tier1, tier2 } from "rehearsal/sim";
      export default scenario({ name: "text", epic: "e", models: [
        tier1(reply(says('{"tracks":[{"id":"a","title":"A"}]}'))),
        tier2("a", reply(says("no plan"))),
      ], user: [edit.tickets("a", { id: "T-8", title: "Eight" }), approve.spawn("T-8")] });`;
    expect((await loadScenarios([await write("c9.scenario.ts", text)])).problems).toBeEmpty();
  });

  test("is told of expectations about what cannot be", async () => {
    expect(await problemOf("e1.scenario.ts", wanted('r.ticket("T-5").done()'))).toMatchObject({
      line: restLine,
      message: about(`ticket("T-5") is about "T-5", ${nobody}`),
    });
    const text = wanted('r.stream("Tier 3 (worker): T-2").contains("x")');
    expect(await problemOf("e2.scenario.ts", text)).toMatchObject({
      line: restLine,
      message: about('no session of this scenario has the stream "Tier 3 (worker): T-2"'),
      suggestion: 'Did you mean "Tier 3 (Worker): T-2"?',
    });
  });

  test("is told of a tool that is none, in rules, answers and faults", async () => {
    const tool = { line: restLine, suggestion: 'Did you mean "bash"?' };
    const rule = script({ rest: 'rules: [r.allow.tool("bsah")],' });
    expect(await problemOf("t1.scenario.ts", rule)).toMatchObject(tool);
    const answer = user('r.approve.tool("T-1", "bahs")');
    expect(await problemOf("t2.scenario.ts", answer)).toMatchObject(tool);
    const fault = script({ rest: 'faults: [r.toolFails("T-1", "bsh")],' });
    expect(await problemOf("t3.scenario.ts", fault)).toMatchObject(tool);
  });

  test("is told of rules, checks and faults for a ticket that nobody proposes", async () => {
    for (const [index, rest] of [
      'rules: [r.allow.spawn("T-6")],',
      'checks: { "T-6": [r.passes()] },',
      'faults: [r.refusal().on(r.call.tier3("T-6"))],',
    ].entries()) {
      const problem = await problemOf(`i${index}.scenario.ts`, script({ rest }));
      expect(problem).toMatchObject({ line: restLine, suggestion: 'Did you mean "T-1"?' });
    }
  });

  test("may have rules for tickets by a pattern, and ask about the check as a tool", async () => {
    const rest =
      'rules: [r.allow.spawn("X-*"), r.ask.check()], user: [r.approve.tool("T-1", "check")],';
    const file = await write("i9.scenario.ts", script({ rest }));
    expect((await loadScenarios([file])).problems).toBeEmpty();
  });

  test("is told of a decision that the popup does not offer", async () => {
    const text = user(
      '{ ...r.approve.spawn("T-1").data, decision: { type: "take", side: "branch" } }',
    );
    expect(await problemOf("d1.scenario.ts", text)).toMatchObject({
      line: restLine,
      message: about('a popup of kind "spawn" does not offer "take"'),
      suggestion: "It offers: approve, edit, always, reject, abort.",
    });
  });

  test("is told of an answer from elsewhere that is given in another way besides", async () => {
    const answer = 'r.approve.spawn("T-1").fromElsewhere()';
    expect(await problemOf("elsewhere-1.scenario.ts", user(`${answer}.after("8h")`))).toMatchObject(
      {
        line: restLine,
        message: about(
          'approve.spawn("T-1") is given from elsewhere, as soon as no process conducts the run, and otherwise besides',
        ),
      },
    );
    const file = await write("elsewhere-2.scenario.ts", user(`${answer}.optional()`));
    expect((await loadScenarios([file])).problems).toBeEmpty();
  });

  test("is told of everything at once", async () => {
    const text = script({
      rest: 'user: [r.approve.spawn("T-3"), r.approve.spawn("T-4")],\n  expect: [r.ticket("T-5").done()],',
    });
    const file = await write("all.scenario.ts", text);
    const { problems } = await loadScenarios([file]);
    expect(problems.map(({ line }) => line)).toStrictEqual([restLine, restLine, restLine + 1]);
  });
});
