import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { type Desk, newDesk } from "../command-line.ts";

// Whole processes on a machine that may be busy: slowness is no failure.
setDefaultTimeout(60_000);

let desk: Desk;
beforeAll(async () => {
  desk = await newDesk();
});
afterAll(() => desk.clear());

const api = join(import.meta.dir, "..", "..", "..", "src", "sim", "api.ts");

/** A file with a scenario that begins with this line. */
async function written(name: string, top: string): Promise<string> {
  const path = join(desk.folder, `${name}.scenario.ts`);
  await Bun.write(
    path,
    `import { outcome, reply, says, scenario, tier1 } from ${JSON.stringify(api)};
    ${top}
    export default scenario({
      name: ${JSON.stringify(name)},
      epic: "Ask a model",
      models: [tier1(reply(says("no plan")), reply(says("still none")))],
      expect: [outcome("failed")],
    });\n`,
  );
  return path;
}

describe("a rehearsal asks nobody but its mock", () => {
  const asks = `await fetch("https://api.anthropic.com/v1/models");`;
  /** It names the program as it was called. */
  const refusal =
    /A rehearsal asked for https:\/\/api\.anthropic\.com\/v1\/models\. Under `[^`]* sim` only the mock answers/;

  test("code of a scenario that asks another machine fails at once, and where is said", async () => {
    const path = await written("loading", asks);
    const { exitCode, stderr } = await desk.rehearsal("sim", path);
    expect(stderr).toContain("loading.scenario.ts");
    expect(stderr).toMatch(refusal);
    expect(exitCode).toBe(2);
  });

  test("in a process that shares the schedules, too", async () => {
    const path = await written("shared", `if (process.send !== undefined) ${asks}`);
    const { exitCode, stderr } = await desk.rehearsal("sim", path, "--seeds", "40", "--jobs", "2");
    expect(stderr).toMatch(refusal);
    expect(stderr).toContain("shared.scenario.ts");
    expect(exitCode).toBe(2);
  });
});

test("a thread that an agent left keeps no rehearsal from its end", async () => {
  const path = join(desk.folder, "thread.scenario.ts");
  await Bun.write(
    path,
    `import { agent, reply, says } from "rehearsal/sim";
    import { Worker } from "node:worker_threads";
    export default agent({
      name: "leaves a thread",
      replies: [reply(says("Hi.")).always()],
      run: () => void new Worker("setInterval(() => {}, 1000)", { eval: true }),
      expect: () => "it is wrong",
    });`,
  );
  const { exitCode, stdout } = await desk.rehearsal("sim", path, "--jobs", "1");
  expect(stdout).toContain("it is wrong");
  expect(exitCode).toBe(1);
});

test("a scenario that ends the process is never green, and loses nothing of the others", async () => {
  const path = await written("ends", "");
  const file = join(desk.folder, "green.scenario.ts");
  await Bun.write(
    file,
    `import { check } from ${JSON.stringify(api)};
    import given from ${JSON.stringify(path)};
    export default { ...given, name: "green", expect: [check("it stays", () => process.EXIT(0))] };\n`,
  );
  const text = await Bun.file(file).text();
  const ending = async (exit: string) => {
    await Bun.write(file, text.replace("EXIT", exit));
    return await desk.rehearsal("sim", file, path);
  };
  for (const exit of ["exit", "reallyExit"]) {
    const { exitCode, stdout } = await ending(exit);
    expect(stdout).toContain(`check "it stays" threw: "it called process.${exit}(0)`);
    expect(stdout).toContain("1 of 2 scenarios failed");
    expect(exitCode).toBe(1);
  }
});
