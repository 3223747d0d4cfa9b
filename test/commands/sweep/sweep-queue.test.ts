import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import type { SweepPart } from "../../../src/commands/sweep/sweep-part.ts";
import {
  openSweepQueue,
  type SweepQueue,
  takeParts,
} from "../../../src/commands/sweep/sweep-queue.ts";
import { startRedis } from "../../../scripts/start-redis.ts";
import { describeWithRedis } from "./redis.ts";

const partOf = (id: string): SweepPart => ({
  id,
  file: "a.scenario.ts",
  fileHash: "0",
  job: {
    name: "a",
    first: 0,
    count: 1,
    swarm: false,
    bail: false,
    wire: "anthropic",
    server: null,
    strategy: null,
    prefixes: null,
  },
});

/** Waits, as the sweep does, until each part has a result. */
async function resultsOf(queue: SweepQueue, parts: readonly SweepPart[]) {
  for (;;) {
    const results = await queue.resultsOf(parts);
    if (results.size === parts.length) return parts.map(({ id }) => results.get(id));
    await Bun.sleep(20);
  }
}

test("where no Redis answers, it says so without the password, and how to start one", async () => {
  const opening = openSweepQueue("redis://:secret@127.0.0.1:1", () => {});
  expect(opening).rejects.toThrow("No Redis answers at redis://127.0.0.1:1: ");
  expect(opening).rejects.toThrow("redis-server");
});

describeWithRedis("the queue of a sweep", () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  test("gives each part to one worker, and keeps its result for a sweep that comes back", async () => {
    const parts = ["a", "b", "c", "d", "e"].map(partOf);
    const worked: string[] = [];
    const queue = await openSweepQueue(redis.url, () => {});
    await queue.add(parts);
    // The same again: a sweep that was stopped, and goes on.
    await queue.add(parts);
    const workers = await Promise.all(
      [1, 2].map(() =>
        takeParts(redis.url, {
          concurrency: 2,
          work: async ({ id }) => {
            worked.push(id);
            return `result of ${id}`;
          },
          tell: () => {},
        }),
      ),
    );
    const results = await resultsOf(queue, parts);
    await queue.add(parts);
    expect(await resultsOf(queue, parts)).toEqual(results);
    expect(worked.toSorted()).toEqual(["a", "b", "c", "d", "e"]);
    expect(results[0]).toEqual({ type: "done", packed: "result of a" });
    await queue.remove(parts);
    expect(await queue.resultsOf(parts)).toEqual(new Map());
    await Promise.all(workers.map((worker) => worker.close()));
    await queue.close();
  });

  test("tells a failure, and lets it be tried again", async () => {
    const part = partOf("fails-once");
    let tries = 0;
    const queue = await openSweepQueue(redis.url, () => {});
    await queue.add([part]);
    const worker = await takeParts(redis.url, {
      concurrency: 1,
      work: async () => {
        if (++tries === 1) throw new Error("another checkout");
        return "done";
      },
      tell: () => {},
    });
    expect(await resultsOf(queue, [part])).toEqual([
      { type: "failed", message: "another checkout" },
    ]);
    await queue.retry(part);
    while ((await queue.resultsOf([part])).get(part.id)?.type !== "done") await Bun.sleep(20);
    expect(tries).toBe(2);
    await worker.close();
    await queue.close();
  });

  test("gives the part of a worker that was killed to another, and counts it once", async () => {
    const part = partOf("lost-with-its-worker");
    const queue = await openSweepQueue(redis.url, () => {});
    await queue.add([part]);
    const module = join(import.meta.dir, "../../../src/commands/sweep/sweep-queue.ts");
    const doomed = Bun.spawn(
      [
        process.execPath,
        "-e",
        `import { takeParts } from ${JSON.stringify(module)};
         await takeParts(${JSON.stringify(redis.url)}, {
           concurrency: 1, silenceMs: 400, tell: () => {},
           work: () => { console.log("taken"); return new Promise(() => {}); },
         });`,
      ],
      { stdout: "pipe" },
    );
    await doomed.stdout.getReader().read();
    doomed.kill("SIGKILL");
    await doomed.exited;
    const worker = await takeParts(redis.url, {
      concurrency: 1,
      silenceMs: 400,
      work: async () => "by the other",
      tell: () => {},
    });
    expect(await resultsOf(queue, [part])).toEqual([{ type: "done", packed: "by the other" }]);
    await worker.close();
    await queue.close();
  });

  test.each(["the queue", "a worker"])(
    "where Redis goes away, %s says so once, and closes all the same",
    async (which) => {
      const own = await startRedis();
      const said: string[] = [];
      const isAway = Promise.withResolvers<void>();
      const tell = (message: string): void => {
        said.push(message);
        isAway.resolve();
      };
      const opened =
        which === "the queue"
          ? await openSweepQueue(own.url, tell)
          : await takeParts(own.url, { concurrency: 1, work: async () => "", tell });
      await own.stop();
      await isAway.promise;
      // Some tries to connect again.
      await Bun.sleep(700);
      await opened.close();
      const queue = opened as Partial<SweepQueue>;
      expect(queue.cameBack?.() ?? false).toBe(false);
      expect(said).toEqual([expect.stringContaining(`Redis at ${own.url} is away.`)]);
    },
  );
});
