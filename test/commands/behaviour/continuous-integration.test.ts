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

test.each([
  ["the page for users", /```yaml\n([\s\S]*?)```/.exec(page)![1]!],
  ["the workflow of this repository", await workflow("rehearse.yml")],
])("%s rehearses with words that the program knows", async (_, yaml) => {
  const command = commandsOf(yaml).find((line) => line.includes(" sim "))!;
  const words = command
    .replaceAll(/\$\{\{ matrix\.part \}\}/g, "1")
    .replaceAll(/\$\{\{ matrix\.faults \}\}/g, "all")
    .replaceAll(/--seeds (\$\{\{.*?\}\}|\d+)/g, "--seeds 1")
    .replace("scenarios/", "scenarios/demo.scenario.ts")
    .replace(".rehearsal-program/", "")
    .trim()
    .split(/\s+/);
  expect(words.slice(0, 3)).toEqual(["bun", "src/cli.ts", "sim"]);
  const folder = await mkdtemp(join(tmpdir(), "rehearsal-ci-"));
  try {
    const summary = join(folder, "summary.md");
    const child = Bun.spawn([process.execPath, ...words.slice(1)], {
      cwd: root,
      env: { PATH: process.env["PATH"], GITHUB_STEP_SUMMARY: summary },
      stdout: "pipe",
      stderr: "pipe",
    });
    expect(await child.exited).toBe(0);
    expect(await readFile(summary, "utf8")).toContain("| 1 delivery | holds | 1 |");
  } finally {
    await rm(folder, { recursive: true });
  }
});
