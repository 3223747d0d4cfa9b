import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadScenarios, loadServable } from "../../../src/sim/load-scenario.ts";

let folder = "";
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rehearsal-served-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A file whose one export is this; each is loaded once a process, so each has a name of its own. */
async function write(exported: string): Promise<string> {
  files += 1;
  const file = join(folder, `${files}.scenario.ts`);
  await Bun.write(file, `import * as r from "rehearsal/sim";\n\nexport default ${exported};\n`);
  return file;
}

/** What is wrong with a file that is to be served: it must be one thing. */
async function slip(exported: string) {
  const { loaded, problems } = await loadServable(await write(exported));
  expect(loaded).toBeEmpty();
  expect(problems).toHaveLength(1);
  const { line, message, suggestion } = problems[0]!;
  return { line, shown: `${message} ${suggestion}` };
}

const ofModels = (models: string) => `r.scenario({ name: "n", epic: "e", models: [${models}] })`;
const ofReplies = (replies: string) => `r.served({ name: "n", replies: [${replies}] })`;

describe("what is only served", () => {
  test("needs a name and replies, and is bothered with nothing that our conductor minds", async () => {
    const { loaded, problems } = await loadServable(
      await write(ofReplies('r.reply(r.tickets({ id: "A", title: "A", dependsOn: ["B"] }))')),
    );
    expect(problems).toBeEmpty();
    expect(loaded).toMatchObject([
      { scenario: { type: "served", name: "n", models: [{ tier: "tier1" }], faults: [] } },
    ]);
  });

  test("is passed over where a folder is rehearsed that holds it", async () => {
    const mixed = join(folder, "mixed");
    const text = (exported: string) =>
      `import * as r from "rehearsal/sim";\nexport default ${exported};\n`;
    await Bun.write(join(mixed, "a.scenario.ts"), text(ofReplies('r.reply(r.says("a"))')));
    await Bun.write(join(mixed, "b.scenario.ts"), text(ofModels("")));
    const { loaded, problems } = await loadScenarios([mixed]);
    expect(problems).toBeEmpty();
    expect(loaded.map(({ file }) => file)).toEqual([join(mixed, "b.scenario.ts")]);
  });

  test("is refused where it is to be rehearsed", async () => {
    const file = await write(ofReplies('r.reply(r.says("a"))'));
    expect(await loadScenarios([file])).toMatchObject({
      loaded: [],
      problems: [
        {
          file,
          line: 3,
          message: 'scenario "n": this script has no epic: it can be served, not rehearsed',
        },
      ],
    });
  });

  test("is a scenario, too: that has more, and can be served", async () => {
    const file = await write(ofModels('r.tier1(r.reply(r.says("a")).times(2))'));
    expect((await loadServable(file)).loaded).toMatchObject([{ scenario: { epic: "e" } }]);
  });
});

describe("a natural slip is told in one sentence, with what to write", () => {
  const part = "wrap it in reply(…)";
  test.each<[string, string, string]>([
    ["a part for a reply", ofModels('r.tier1(r.says("a"))'), part],
    [
      "a part for a ticket's reply",
      ofModels('r.tier3("T", r.calls("bash", { command: "ls" }))'),
      part,
    ],
    ["a part among served replies", ofReplies('r.says("a")'), part],
    ["a text for a reply", ofReplies('"a"'), 'reply(says("a"))'],
    ["a text for a part", ofReplies('r.reply("a")'), 'write reply(says("a"))'],
    ["a reply within a reply", ofReplies('r.reply(r.reply(r.says("a")))'), "no other reply(…)"],
    ["a word without brackets", ofReplies("r.reply(r.says)"), "says(…)"],
    ["a script among replies", ofReplies('r.tier1(r.reply(r.says("a")))'), "hold replies"],
    ["a reply among scripts", ofModels('r.reply(r.says("a"))'), "put it into tier1(…)"],
    [
      "a fault without a call",
      'r.scenario({ name: "n", epic: "e", models: [], faults: [r.overloaded()] })',
      "add .on(call…)",
    ],
    ["a fault for a part", ofReplies("r.reply(r.overloaded())"), "reply(…).fails(fault)"],
    [
      "a fault with a call, at its reply",
      ofReplies("r.reply().fails(r.overloaded().on(r.call.tier1()))"),
      "leave .on(…) out",
    ],
    ["no fault at all", ofReplies("r.reply().fails()"), "fails(overloaded())"],
    ["a fault of a tool", ofReplies('r.reply().fails(r.toolFails("T", "bash"))'), "overloaded()"],
    ["no number of requests", ofReplies("r.reply().times(0)"), "always()"],
    ["two numbers of requests", ofReplies("r.reply().always().times(2)"), "one of the two words"],
    ["the same the other way round", ofReplies("r.reply().times(2).always()"), "one of the two"],
    [
      "a fault after a final one",
      ofReplies("r.reply().fails(r.overloaded().final(), r.overloaded())"),
      "put .final() on the last one",
    ],
    [
      "a `when` that holds for all",
      ofReplies('r.reply(r.says("a")).when("")'),
      "leave when(…) out",
    ],
    ["an `expects` that does", ofReplies('r.reply(r.says("a")).expects("")'), "leave expects(…)"],
    ["a reply without parts", ofReplies('r.reply(r.says("a")), r.reply()'), 'reply(says("…"))'],
    ["a status that is none", ofReplies("r.reply().fails(r.httpError(200))"), "from 400 to 599"],
    ["a raw status that is none", ofReplies('r.raw("", { status: 101 })'), "from 200 to 599"],
    ["a header that none is", ofReplies('r.raw("", { headers: { "a b": "c" } })'), "the header"],
    ["a raw reply within a reply", ofReplies('r.reply(r.raw("x"))'), "in place of reply(…)"],
    ["a misspelt word", ofReplies('r.reply(r.says("a")).wen("b")'), 'Did you mean "when"?'],
    ["a misspelt word of a fault", ofReplies("r.overloaded().finel()"), 'Did you mean "final"?'],
    ["no export", "undefined", "export default served({ name, replies"],
    ["`models` for `replies`", 'r.served({ name: "n", models: [] })', "without tier1(…)"],
    ["`faults` beside replies", 'r.served({ name: "n", replies: [], faults: [] })', "fails(fault)"],
    ["an epic", 'r.served({ name: "n", epic: "e", replies: [] })', "Leave it out"],
    ["a misspelt member", 'r.served({ nmae: "n", replies: [] })', 'Did you mean "name"?'],
    ["`replies` in a scenario", 'r.scenario({ name: "n", replies: [] })', "served({ name"],
    ["no epic", 'r.scenario({ name: "n", models: [] })', "served({ name, replies: […] })"],
    ["a tool of another agent's", ofReplies('r.reply(r.calls("weather", {}))'), "uses(…)"],
    ["no replies", ofReplies(""), "has no reply"],
    ["no models", ofModels(""), "has no reply"],
    [
      "what stands behind a reply for all",
      ofReplies('r.reply(r.says("a")).always(), r.reply(r.says("b"))'),
      "reply 2 is never met",
    ],
    [
      "two faults at one try",
      `r.scenario({ name: "n", epic: "e", models: [r.tier1(r.reply(r.says("a")).fails(r.overloaded()))],
        faults: [r.serverError().on(r.call.tier1())] })`,
      "500 and 529",
    ],
  ])("%s", async (_, exported, remedy) => {
    expect((await slip(exported)).shown).toContain(remedy);
  });

  test("where it is made", async () => {
    expect(await slip('r.served({ name: "n", replies: [\n  r.reply("a"),\n] })')).toMatchObject({
      line: 4,
    });
  });
});

test("a reply for several requests is none of a rehearsal's, where each turn has its own", async () => {
  for (const times of ["times(2)", "always()"]) {
    const file = await write(ofModels(`r.tier1(r.reply(r.says("a")).${times})`));
    const { problems } = await loadScenarios([file]);
    expect(problems).toHaveLength(1);
    expect(problems[0]!.message).toContain("tier1 reply 1 is for");
  }
});
