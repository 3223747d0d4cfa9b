import { afterAll, describe, expect, test } from "bun:test";
import { mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { AgentScenario } from "../../../src/agents/agent-scenario.ts";
import { rehearseAgent } from "../../../src/agents/rehearse-agent.ts";
import { frameworkOf } from "../../../src/commands/init/first-agent.ts";
import { firstFiles } from "../../../src/commands/init/first-files.ts";
import { workflowFor } from "../../../src/commands/init/first-workflow.ts";
import { folderAt } from "../../../src/commands/init/folder.ts";
import { habitsOf } from "../../../src/commands/init/project-habits.ts";
import { loadConfig } from "../../../src/config/load-config.ts";
import { loadRehearsable, loadScenarios } from "../../../src/sim/load-scenario.ts";
import { rehearse } from "../../../src/sim/rehearse.ts";

const parent = await mkdtemp(join(tmpdir(), "rehearsal-init-"));
afterAll(() => rm(parent, { recursive: true }));

async function folderWith(files: Readonly<Record<string, string>>) {
  const path = await mkdtemp(join(parent, "project-"));
  const folder = folderAt(path);
  for (const [file, text] of Object.entries(files)) folder.add(file, text);
  return { path, folder };
}

/** Writes the first files, as the command does. */
async function initialized(files: Readonly<Record<string, string>>) {
  const { path, folder } = await folderWith(files);
  for (const { path: file, text } of firstFiles(folder, "runs", "npx rehearsal sim"))
    folder.add(file, text);
  return path;
}

test("the first scenario passes under many schedules and drawn faults", async () => {
  const path = await initialized({});
  const { loaded, problems } = await loadScenarios(["scenarios"], path);
  expect(problems).toEqual([]);
  const [first] = loaded;
  const run = await rehearse(first!.scenario, { seeds: 20 });
  expect(run.outcome).toBe("done");
  await rehearse(first!.scenario, { seeds: 20, faults: "all" });
});

test("the first agent passes under many orders and drawn faults, in a project without a framework", async () => {
  const { path, folder } = await folderWith({ "package.json": "{}" });
  const files = firstFiles(folder, "agent", "npx rehearsal sim");
  for (const { path: file, text } of files) folder.add(file, text);
  expect(files[0]!.text).toContain("// Try: npx rehearsal sim --seeds 200 --coverage\n");
  expect(files.map(({ path: file }) => file)).toEqual([
    "scenarios/agent.scenario.ts",
    ".github/workflows/rehearse.yml",
  ]);
  const { loaded, problems } = await loadRehearsable(["scenarios"], path);
  expect(problems).toEqual([]);
  const { requests } = await rehearseAgent(loaded[0]!.scenario as AgentScenario, { seeds: 20 });
  expect(requests).toHaveLength(4);
});

test.each([
  ["OpenAI Agents", { dependencies: { "@openai/agents": "1", openai: "1" } }],
  ["the AI SDK", { devDependencies: { ai: "1" }, dependencies: { "@ai-sdk/openai": "1" } }],
  ["no framework", { dependencies: { ai: "1" } }],
] as const)("what is made with %s is seen by its packages", async (name, file) => {
  const { folder } = await folderWith({ "package.json": JSON.stringify(file) });
  expect(frameworkOf(folder).name).toBe(name);
});

test("the configuration is one that is read, and checks with the project's own tests", async () => {
  const path = await initialized({ "Cargo.toml": "" });
  expect(await loadConfig(path)).toEqual({ check: "cargo test" });
  expect(await loadConfig(await initialized({}))).toEqual({});
});

test("the workflow is for the service that the project uses", async () => {
  expect(await readdir(join(await initialized({ ".gitlab-ci.yml": "" }), ".gitlab"))).toEqual([
    "rehearse.yml",
  ]);
});

describe("the workflow takes rehearsal from where the project's packages are installed", () => {
  const rehearses = (text: string) =>
    [...text.matchAll(/- run: (?:>\n\s+)?(.*)/g)].map(([, command]) => command);
  const sim = "rehearsal sim --seeds 200 --shard ${{ matrix.part }}/2";
  test.each([
    ["bun.lock", ["bun install --frozen-lockfile", `bunx --no-install ${sim}`]],
    ["pnpm-lock.yaml", ["corepack enable", "pnpm install --frozen-lockfile", `pnpm exec ${sim}`]],
    ["yarn.lock", ["corepack enable", "yarn install", `yarn run ${sim}`]],
    ["package-lock.json", ["npm ci", `npx --no-install ${sim}`]],
    ["no lockfile", ["npm install", `npx --no-install ${sim}`]],
  ] as const)("%s", async (lockfile, commands) => {
    const { folder } = await folderWith({ [lockfile]: "" });
    expect(rehearses(workflowFor(folder).text)).toEqual([...commands]);
  });

  test("which stand at the top of a repository with several packages", async () => {
    const { path } = await folderWith({ ".git": "", "pnpm-lock.yaml": "", "packages/a b/x": "" });
    const { path: file, text } = workflowFor(folderAt(join(path, "packages", "a b")));
    expect(file).toBe("../../.github/workflows/rehearse-packages-a-b.yml");
    const { jobs } = Bun.YAML.parse(text) as { readonly jobs: { readonly rehearse: object } };
    expect(jobs.rehearse).toMatchObject({
      defaults: { run: { "working-directory": "packages/a b" } },
      steps: expect.arrayContaining([
        { run: "pnpm install --frozen-lockfile" },
        expect.objectContaining({
          with: { name: "rehearsal-${{ matrix.part }}", path: "packages/a b/rehearsal.html" },
        }),
      ]),
    });
  });

  test.each([
    ["a link leads to the package", "link", { name: "link", to: "packages/a" }],
    ["a link leads to the repository", "link/packages/a", { name: "link", to: "." }],
    ["its folder is still to be made", "packages/b/c", null],
  ] as const)("%s", async (_, named, link) => {
    const { path } = await folderWith({ ".git": "", "packages/a/x": "" });
    const links = await mkdtemp(join(parent, "links-"));
    if (link !== null) await symlink(join(path, link.to), join(links, link.name));
    const folder = folderAt(join(link === null ? path : links, named));
    const { path: file, text } = workflowFor(folder);
    const place = link === null ? "packages/b/c" : "packages/a";
    expect(text).toContain(`working-directory: "${place}"`);
    folder.add(file, text);
    expect(await Bun.file(join(path, ".github/workflows", basename(file))).text()).toBe(text);
  });
});

test("a file that is there is left as it is", async () => {
  const { path, folder } = await folderWith({ "rehearsal.config.ts": "export default {};\n" });
  expect(folder.add("rehearsal.config.ts", "other")).toBe(false);
  expect(await Bun.file(join(path, "rehearsal.config.ts")).text()).toBe("export default {};\n");
});

test("a folder that can't be written is refused with what to do", async () => {
  const { path } = await folderWith({ occupied: "" });
  expect(() => folderAt(join(path, "occupied")).add("a", "")).toThrow(/rehearsal init FOLDER/);
});

describe("a project's habits are read from its files", () => {
  const script = (test: string) => JSON.stringify({ scripts: { test } });
  test.each([
    ["npm", { "package.json": script("vitest"), "package-lock.json": "" }, "npm ci", "npm test"],
    [
      "bun",
      { "package.json": script("bun test"), "bun.lock": "" },
      "bun install --frozen-lockfile",
      "bun run test",
    ],
    [
      "a package without tests",
      { "package.json": script('echo "Error: no test specified" && exit 1') },
      null,
      null,
    ],
    ["a package.json that is none", { "package.json": "{" }, null, null],
    ["a Makefile with tests", { Makefile: "all:\n\ntest: all\n" }, null, "make test"],
    ["a Makefile without", { Makefile: "all:\n" }, null, null],
    ["an empty folder", {}, null, null],
  ] as const)("%s", async (_, files, setup, check) => {
    expect(habitsOf((await folderWith(files)).folder)).toEqual({ setup, check });
  });
});
