import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { $ } from "bun";
import packageFile from "../../package.json" with { type: "json" };
import { type Installed, installPacked, programsWithoutBun } from "./packed.ts";

// Whole processes on a machine that may be busy: slowness is no failure.
setDefaultTimeout(120_000);

const script = `
import { allow, calls, file, outcome, rehearse, reply, says, scenario, ticket, tickets } from "rehearsal/sim";
import { tier1, tier2, tier3, tracks } from "rehearsal/sim";
export const note = scenario({
  name: "a note",
  epic: "Write a note",
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "t", title: "T" }))),
    tier2("t", reply(tickets({ id: "A", title: "a" }))),
    tier3("A", reply(calls("write", { file_path: "a.txt", content: "hello" })), reply(says("Written."))),
  ],
  expect: [outcome("done"), ticket("A").done(), file("a.txt").contains("hello")],
});
`;

/** As a project writes them for `node --test`. All names are imported, as code that knows nothing of us imports them. */
const agentTests = `
import { test } from "node:test";
import assert from "node:assert";
import { randomUUID } from "node:crypto";
import { setTimeout as startTimer } from "node:timers";
import { scheduler, setInterval as ticks, setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { agent, overloaded, rehearseAgent, reply, says } from "rehearsal/sim";

const ask = async (fetch, words) => {
  for (;;) {
    const response = await fetch("http://model.invalid/v1/chat/completions", {
      method: "POST", headers: { "content-type": "application/json", authorization: "Bearer any" },
      body: JSON.stringify({ model: "gpt-5.4", messages: [{ role: "user", content: words }] }) });
    if (response.ok) return (await response.json()).choices[0].message.content;
    await sleep(1000);
  }
};
const asking = (collect) => agent({
  name: "two questions",
  replies: ["A", "B"].map((word) => reply(says(word)).when(word).fails(overloaded())),
  async run({ fetch }) {
    const texts = [];
    await Promise.all(["A", "B"].map(async (word, at) =>
      collect(texts, await ask(at === 0 ? fetch : globalThis.fetch, word), at)));
    return texts.join();
  },
  expect: (texts) => texts === "A,B" || "OUT OF ORDER",
});
const right = asking((texts, text, at) => (texts[at] = text));
const wrong = asking((texts, text) => texts.push(text));
const refused = (run, words) =>
  assert.rejects(rehearseAgent(agent({ name: "refused", replies: [], run }), { seeds: 1 }), words);

test("a race is found, shrunk and replayed, and the right one passes", async () => {
  await rehearseAgent(right, { seeds: 20 });
  const { message, failures: [found] } = await rehearseAgent(wrong, { seeds: 20 }).catch((error) => error);
  assert.match(message, /OUT OF ORDER/);
  assert.ok(found.deterministic && found.deviations <= 3);
  await assert.rejects(rehearseAgent(wrong, { replay: found.code }), /OUT OF ORDER/);
  await rehearseAgent(right, { replay: found.code });
});

const hour = 3_600_000;
const waits = {
  setTimeout: () => new Promise((resolve) => setTimeout(resolve, hour)),
  "node:timers": () => new Promise((resolve) => startTimer(resolve, hour)),
  "node:timers/promises": () => sleep(hour),
  "its scheduler": () => scheduler.wait(hour),
  promisify: () => promisify(setTimeout)(hour),
  async "its interval"() { for await (const _ of ticks(hour)) return; },
  setInterval: () => new Promise((resolve) => { const ticking = setInterval(() => resolve(clearInterval(ticking)), hour); }),
  "AbortSignal.timeout": () => new Promise((resolve) => AbortSignal.timeout(hour).addEventListener("abort", resolve)),
};
test("time and chance are the simulation's within, and the machine's outside", async () => {
  const drawn = [];
  const world = agent({ name: "world", replies: [], async run() {
    assert.equal(new Date().getUTCFullYear(), 2030);
    for (const [name, wait] of Object.entries(waits)) {
      const [began, mark] = [Date.now(), performance.now()];
      await wait();
      assert.deepEqual([Date.now() - began, performance.now() - mark], [hour, hour], name);
    }
    drawn.push(JSON.stringify([Math.random(), crypto.randomUUID(), randomUUID(), ...crypto.getRandomValues(new Uint8Array(4))]));
  } });
  await rehearseAgent(world, { seeds: 1 });
  await rehearseAgent(world, { seeds: 1 });
  assert.equal(new Set(drawn).size, 1);
  assert.notEqual(new Date().getUTCFullYear(), 2030);
  assert.notEqual(randomUUID(), randomUUID());
});

test("uncaught", async () => {
  await refused(async () => { void Promise.reject(new Error("NOBODY")); await sleep(5); }, /NOBODY/);
  await refused(async () => { setTimeout(() => { throw new Error("IN A TIMER"); }, 5); await sleep(50); }, /IN A TIMER/);
});
test("left over", () => refused(async () => { setTimeout(() => {}, hour); }, /left something over/));
test("network", () => refused(() => fetch("http://elsewhere.invalid/"), /elsewhere\\.invalid/));
`;

let installed: Installed;
let programs: string;
beforeAll(async () => {
  installed = await installPacked();
  programs = await programsWithoutBun(installed.folder);
  await Bun.write(join(installed.folder, "note.mjs"), script);
  await Bun.write(join(installed.folder, "note.scenario.ts"), `${script}export default note;\n`);
  await Bun.write(
    join(installed.folder, "unmet.scenario.ts"),
    `${script}export default { ...note, expect: [outcome("failed")] };\n`,
  );
});
afterAll(() => rm(installed.folder, { recursive: true, force: true }));

describe("the package", () => {
  test("holds what runs and what documents it, and nothing that tests it", () => {
    const others = installed.files.filter((path) =>
      /^(test|bench|clients|scripts|\.ci|\.github)\/|\.test\.ts$/.test(path),
    );
    expect(others).toEqual([]);
    for (const path of ["README.md", "LICENSE", "CHANGELOG.md", "docs/scenario.md"])
      expect(installed.files).toContain(path);
  });

  test("is small", () => {
    expect(installed.packedBytes).toBeLessThan(2_000_000);
  });

  test("asks for nothing of Bun's in what Node loads", async () => {
    const scripts = installed.files.filter((path) => /^dist\/.*\.js$/.test(path));
    expect(scripts).not.toEqual([]);
    for (const path of scripts) {
      const text = await Bun.file(join(installed.folder, "node_modules", "rehearsal", path)).text();
      expect(text.match(/\bBun\.\w+|from ?"bun(:\w+)?"/g)).toBeNull();
    }
  });

  test("holds each file that its package.json names", () => {
    for (const path of pathsIn([packageFile.bin, packageFile.exports])) {
      expect(installed.files).toContain(path.replace(/^\.\//, ""));
    }
  });
});

describe("where there is Node and no Bun on PATH", () => {
  test("the command rehearses a scenario", async () => {
    const { exitCode, text } = await run("node", command(), "sim", "note.scenario.ts");
    expect(text).toContain("a note");
    expect(exitCode).toBe(0);
  });

  test("the command hands on how it ended, and tells a project's reports how the project replays it", async () => {
    const flags = ["sim", "unmet.scenario.ts", "--reporter", "github"];
    const { exitCode, text } = await run("node", command(), ...flags);
    expect(text).toContain("replay: npx rehearsal sim unmet.scenario.ts --replay ");
    expect(exitCode).toBe(1);
  });
});

test("a program on Bun rehearses by the library", async () => {
  await Bun.write(
    join(installed.folder, "bun.mjs"),
    `import { rehearse } from "rehearsal/sim"; import { note } from "./note.mjs";
     console.log((await rehearse(note, { seeds: 4 })).outcome);\n`,
  );
  expect((await $`${process.execPath} bun.mjs`.cwd(installed.folder).text()).trim()).toBe("done");
});

test("Node rehearses an agent by the library, in its own test runner: all of time, chance and network is the simulation's", async () => {
  await Bun.write(join(installed.folder, "agent.test.mjs"), agentTests);
  // What Node 22 has, for the older one that may be on this machine.
  await Bun.write(
    join(installed.folder, "node-22.mjs"),
    `Promise.withResolvers ??= function () {
       let resolve, reject;
       const promise = new this((...both) => ([resolve, reject] = both));
       return { promise, resolve, reject };
     };
     Map.groupBy ??= (items, keyOf) => {
       const groups = new Map();
       for (const item of items) {
         const key = keyOf(item);
         groups.set(key, [...(groups.get(key) ?? []), item]);
       }
       return groups;
     };\n`,
  );
  const { exitCode, text } = await run(
    "node",
    "--import",
    "./node-22.mjs",
    "--test",
    "agent.test.mjs",
  );
  expect(text).toContain("# pass 5");
  expect(exitCode).toBe(0);
});

test("Node 20, which is too old to rehearse a scenario from code, is said to be", async () => {
  await Bun.write(
    join(installed.folder, "old.mjs"),
    `delete globalThis.Iterator; const { rehearse } = await import("rehearsal/sim"); const { note } = await import("./note.mjs");
     await rehearse(note).catch(({ message }) => console.log(message));\n`,
  );
  const { text } = await run("node", "old.mjs");
  expect(text).toContain("needs Bun, or Node 22 or newer; this is v");
});

test("its types hold under a project's own strict settings, with no types of Bun", async () => {
  await Bun.write(
    join(installed.folder, "typed.ts"),
    `${script}
     import { defineConfig } from "rehearsal";
     export const config = defineConfig({ workers: 2 });
     export const done: Promise<string> = rehearse(note, { seeds: 2 }).then((run) => run.outcome);\n`,
  );
  const options = {
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    target: "esnext",
    lib: ["esnext", "dom", "dom.asynciterable"],
    module: "nodenext",
    types: ["node"],
  };
  await Bun.write(
    join(installed.folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions: options, files: ["typed.ts"] }),
  );
  const compiler = join(installed.folder, "node_modules", "typescript", "bin", "tsc");
  const { stdout } = await $`${process.execPath} ${compiler} -p .`
    .cwd(installed.folder)
    .nothrow()
    .quiet();
  const ours = stdout
    .toString()
    .split("\n")
    .filter((line) => /^(typed\.ts|node_modules\/rehearsal)/.test(line));
  expect(ours).toEqual([]);
});

const command = () => join("node_modules", "rehearsal", packageFile.bin.rehearsal);

async function run(...words: readonly string[]) {
  const env = { PATH: programs, HOME: installed.folder };
  const { exitCode, stdout, stderr } = await $`${words}`
    .cwd(installed.folder)
    .env(env)
    .nothrow()
    .quiet();
  return { exitCode, text: `${stdout.toString()}${stderr.toString()}` };
}

function pathsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(pathsIn) : [];
}
