import { expect, test } from "bun:test";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dir, "..", "..", "..");
const page = await Bun.file(join(root, "docs", "continuous-integration.md")).text();

interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { readonly run?: string; readonly uses?: string }[] }>
  >;
}

const commandsOf = (yaml: string): readonly string[] =>
  Object.values((Bun.YAML.parse(yaml) as Workflow).jobs).flatMap(({ steps }) =>
    steps.flatMap(({ run }) => run ?? []),
  );

const workflow = (name: string) => Bun.file(join(root, ".github", "workflows", name)).text();

test("what lands is checked by the same script everywhere", async () => {
  expect(commandsOf(await workflow("ci.yml"))).toEqual([".ci/run"]);
});

/** A command line of `sim` as it stands in a workflow, with the smallest values for what the service fills in. */
const wordsOf = (command: string): readonly string[] =>
  command
    .replaceAll(/\$\{\{ matrix\.part \}\}/g, "1")
    .replaceAll(/\$\{\{ matrix\.faults \}\}/g, "all")
    .replaceAll(/--seeds (\$\{\{.*?\}\}|\d+)/g, "--seeds 1")
    .replace("scenarios/", "scenarios/demo.scenario.ts")
    .trim()
    .split(/\s+/);

async function summaryOf(words: readonly string[], environment = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "rehearsal-ci-"));
  try {
    const summary = join(folder, "summary.md");
    const child = Bun.spawn([...words], {
      cwd: root,
      env: {
        PATH: process.env["PATH"],
        GITHUB_STEP_SUMMARY: summary,
        RUNNER_TEMP: folder,
        ...environment,
      },
      stdout: "pipe",
      stderr: "pipe",
    });
    expect(await child.exited).toBe(0);
    return await readFile(summary, "utf8");
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("the workflow of this repository rehearses with words that the program knows", async () => {
  const [command] = commandsOf(await workflow("rehearse.yml")).filter((line) =>
    line.includes(" sim "),
  );
  const words = wordsOf(command!);
  expect(words.slice(0, 3)).toEqual(["bun", "src/cli.ts", "sim"]);
  expect(await summaryOf([process.execPath, ...words.slice(1)])).toContain(
    "| 1 delivery | holds | 1 |",
  );
});

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: { readonly steps: readonly { readonly id?: string; readonly run?: string }[] };
}

test("the action rehearses what its inputs say, and the page names each of them", async () => {
  const { inputs, runs } = Bun.YAML.parse(
    await Bun.file(join(root, "action.yml")).text(),
  ) as Action;
  for (const input of Object.keys(inputs)) expect(page).toContain(`\`${input}\``);
  const script = runs.steps.find(({ id }) => id === "rehearse")!.run!;
  const summary = await summaryOf(["bash", "-euo", "pipefail", "-c", script], {
    SCENARIOS: "scenarios/question.scenario.ts scenarios/budget.scenario.ts",
    SEEDS: "2",
    FAULTS: "scripted",
    SHARD: "1/2",
    ARGUMENTS: "--filter budget --jobs 1",
    GITHUB_ACTION_PATH: root,
    GITHUB_OUTPUT: "/dev/null",
  });
  expect(summary).toContain("| 1 delivery | holds | 4 |");
});
