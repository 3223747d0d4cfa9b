import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { agentFrameworks } from "../../src/commands/init/agent-frameworks.ts";
import { firstAgent } from "../../src/commands/init/first-agent.ts";
import clients from "../package.json" with { type: "json" };
import { bareEnvironment } from "../serve.ts";

// Whole processes on a machine that may be busy: slowness is no failure.
setDefaultTimeout(240_000);

// Within `clients/`, so that the frameworks are found.
const folder = await mkdtemp(join(import.meta.dir, ".first-"));
afterAll(() => rm(folder, { recursive: true }));

test("what `init --agent` writes for a framework passes with it, under many orders", async () => {
  const installed = agentFrameworks.filter(({ packages }) =>
    packages.every((name) => name in clients.devDependencies),
  );
  for (const [at, framework] of installed.entries()) {
    const text = firstAgent(framework).replace("two forecasts", `forecasts ${at}`);
    await Bun.write(join(folder, `${at}.scenario.ts`), text);
  }
  const program = join(import.meta.dir, "..", "..", "src", "cli.ts");
  const child = Bun.spawn([process.execPath, program, "sim", folder, "--seeds", "4", "--json"], {
    cwd: folder,
    env: bareEnvironment(),
    stdout: "pipe",
    stderr: "ignore",
  });
  const { scenarios } = (await new Response(child.stdout).json()) as {
    scenarios: readonly { readonly passed: boolean; readonly failures: readonly unknown[] }[];
  };
  expect(scenarios.map(({ failures }) => failures)).toEqual(installed.map(() => []));
  expect(installed.length).toBeGreaterThan(5);
});
