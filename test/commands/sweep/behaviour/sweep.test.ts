import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { explore } from "../../../../src/sim/explore.ts";
import { loadScenarios } from "../../../../src/sim/load-scenario.ts";
import { lawReports, searchReport } from "../../../../src/sim/tally.ts";
import { fixture, newDesk } from "../../command-line.ts";
import { startRedis } from "../../../../scripts/start-redis.ts";
import { describeWithRedis } from "../redis.ts";

const desk = await newDesk();
afterAll(() => desk.clear());

describeWithRedis("a sweep", () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  test("counts what one process counts, and leaves nothing in the queue", async () => {
    const file = join(desk.folder, "two.scenario.ts");
    await Bun.write(file, await Bun.file(fixture("two-tickets")).text());
    const worker = desk.start("sweep-worker", "--redis", redis.url, "--jobs", "1");
    const flags = ["--redis", redis.url, "--seeds", "6", "--part", "2", "--json"];
    const { exitCode, stdout, stderr } = await desk.rehearsal("sweep", file, ...flags);
    worker.kill("SIGINT");
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    const [swept] = (JSON.parse(stdout) as { scenarios: readonly unknown[] }).scenarios;
    const { loaded } = await loadScenarios([file]);
    const tally = await explore(loaded[0]!.scenario, [0, 1, 2, 3, 4, 5], {
      swarm: false,
      bail: false,
    });
    const { projection, log } = tally.first!.shown;
    expect(swept).toMatchObject({
      ...(JSON.parse(JSON.stringify(projection)) as object),
      log: JSON.parse(JSON.stringify(log)) as unknown[],
      seeds: 6,
      passed: true,
      laws: lawReports(tally),
      search: searchReport(tally),
    });
    expect((await worker.ended).stderr).toContain("3 parts done.");
  });

  test("a scenario that ends its process fails its own part, and not the one that comes next", async () => {
    const given = join(desk.folder, "given.scenario.ts");
    const leaving = join(desk.folder, "leaving.scenario.ts");
    await Bun.write(given, await Bun.file(fixture("two-tickets")).text());
    await Bun.write(
      leaving,
      `import { check } from "rehearsal/sim";
      import given from ${JSON.stringify(given)};
      export default { ...given, name: "leaves", expect: [check("it stays", () => process.kill(process.pid, "SIGKILL"))] };`,
    );
    const worker = desk.start("sweep-worker", "--redis", redis.url, "--jobs", "1");
    const flags = ["--redis", redis.url, "--seeds", "1"];
    const left = await desk.rehearsal("sweep", leaving, ...flags);
    const swept = await desk.rehearsal("sweep", given, ...flags);
    worker.kill("SIGINT");
    expect(left.stderr).toContain('"leaves" ended the process that rehearsed it (SIGKILL)');
    expect(swept).toMatchObject({ exitCode: 0, stderr: "" });
    expect((await worker.ended).stderr).toContain("1 part done.");
  });
});
