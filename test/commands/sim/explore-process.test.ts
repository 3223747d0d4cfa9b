import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "bun:test";
import { exploreInProcesses } from "../../../src/commands/sim/explore-pool.ts";
import type { Job } from "../../../src/sim/explore-job.ts";
import { isUnreadableScenario } from "../../../src/sim/unreadable-scenario.ts";

const source = (path: string): string =>
  JSON.stringify(join(import.meta.dir, "../../../src/commands/sim", path));

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "explore-process-"));
});
afterEach(async () => {
  for (const name of ["loop", "leave"])
    if (goesOn(name)) process.kill(Number(readFileSync(pidFile(name), "utf8")), "SIGKILL");
  await rm(folder, { recursive: true });
});

/** An agent that writes down its process, and then does this for ever. */
async function spinning(name: string, body: string): Promise<Job> {
  const file = join(folder, `${name}.scenario.ts`);
  await Bun.write(
    file,
    `import { existsSync, writeFileSync } from "node:fs";
    import { agent, reply, says } from "rehearsal/sim";
    export default agent({
      name: ${JSON.stringify(name)},
      replies: [reply(says("Never asked for."))],
      run: async () => {
        writeFileSync(${JSON.stringify(pidFile(name))}, String(process.pid));
        while (true) { ${body} }
      },
    });`,
  );
  const search = { swarm: false, bail: false, wire: null, server: null, strategy: null };
  return { file, name, seeds: [0], ...search, prefixes: null };
}

const pidFile = (name: string): string => join(folder, `${name}.pid`);

/** Whether the process goes on; who is dead may still be in the list of processes. */
function goesOn(name: string): boolean {
  try {
    const pid = readFileSync(pidFile(name), "utf8");
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

test("one scenario ends its process: another, which is in an endless loop, does not outlive the search", async () => {
  const loop = await spinning("loop", "");
  const leave = await spinning(
    "leave",
    `if (existsSync(${JSON.stringify(pidFile("loop"))})) process.kill(process.pid, "SIGKILL");`,
  );
  const exploring = exploreInProcesses([loop, leave], {
    processes: 2,
    onTrial: () => {},
    stop: new AbortController().signal,
  });
  const error: unknown = await exploring.catch((thrown: unknown) => thrown);
  expect(isUnreadableScenario(error) && error.problems.map(({ message }) => message)).toEqual([
    '"leave" ended the process that rehearsed it (SIGKILL), under one of the seeds 0 to 0',
  ]);
  expect(existsSync(pidFile("loop"))).toBe(true);
  expect(goesOn("loop")).toBe(false);
});

test("a process that ends takes along those that it has started, also one in an endless loop", async () => {
  const loop = await spinning("loop", "");
  const program = `import { existsSync } from "node:fs";
    import { withExplorers } from ${source("explore-process.ts")};
    void withExplorers((start) => start().explore(${JSON.stringify(loop)}, () => {}));
    setInterval(() => {
      if (existsSync(${JSON.stringify(pidFile("loop"))})) process.exit(3);
    }, 5);`;
  // As a file: with `-e` each process that is started would be given this program again (ownCommand), without an end.
  const parent = join(folder, "parent.ts");
  await Bun.write(parent, program);
  const child = Bun.spawn([process.execPath, parent], { stderr: "inherit" });
  expect(await child.exited).toBe(3);
  while (goesOn("loop")) await Bun.sleep(5);
});
