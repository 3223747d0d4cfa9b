import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bareEnvironment, playedOut, serve, type Served } from "./serve.ts";

setDefaultTimeout(120_000);

let served: Served;
let folder: string;
beforeAll(async () => {
  served = await serve("coding-agent");
  folder = await mkdtemp(join(tmpdir(), "rehearsal-agent-"));
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

const agent = join(import.meta.dir, "node_modules/@earendil-works/pi-coding-agent/dist/cli.js");

test("pi reads a file, edits it, runs a command, retries an overload and says that it is done", async () => {
  const project = join(folder, "project");
  const settings = join(folder, "home/.pi/agent");
  await mkdir(project, { recursive: true });
  await Bun.write(join(project, "greeting.txt"), "Helo, world.\n");
  // A provider of its own name: all that it knows of the mock is an address.
  const provider = {
    baseUrl: served.origin,
    api: "anthropic-messages",
    apiKey: "any",
    models: [{ id: "claude-opus-5" }],
  };
  await Bun.write(
    join(settings, "models.json"),
    JSON.stringify({ providers: { house: provider } }),
  );

  const flags = ["--print", "--no-session", "--offline", "--no-approve"];
  const child = Bun.spawn(
    [
      process.execPath,
      agent,
      ...flags,
      "--provider",
      "house",
      "--model",
      "claude-opus-5",
      "Mend the greeting.",
    ],
    {
      cwd: project,
      env: bareEnvironment({
        HOME: join(folder, "home"),
        PI_CODING_AGENT_DIR: settings,
        PI_OFFLINE: "1",
        PI_SKIP_VERSION_CHECK: "1",
        PI_TELEMETRY: "0",
      }),
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    },
  );
  const [stdout, stderr, exitCode] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  expect({ stdout, stderr, exitCode }).toMatchObject({
    stdout: "The greeting is mended.\n",
    exitCode: 0,
  });
  expect(await Bun.file(join(project, "greeting.txt")).text()).toBe("Hello, world.\n");
  expect(await Bun.file(join(project, "seen.txt")).text()).toBe("Hello, world.\n");
  expect(await served.stop()).toEqual(playedOut);
});
