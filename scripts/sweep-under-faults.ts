/*
 * Sweeps over four worker processes and a real Redis while two of them are killed and one is cut off for ten seconds, and
 * says whether every schedule was counted exactly once: whether the report is, byte for byte, that of one process. Only
 * times are left out of the comparison. Needs redis-server, and minutes: `bun scripts/sweep-under-faults.ts [SCHEDULES] [SEED]`.
 */
import { Redis } from "ioredis";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningRedis, freePort, startRedis } from "./start-redis.ts";

const schedules = Number(process.argv[2] ?? 20_000);
const seed = Number(process.argv[3] ?? 1);
const cutOffMs = 10_000;
/** Small, so that also a short sweep has parts enough to lose some. */
const partSize = Math.max(1, Math.min(100, Math.floor(schedules / 60)));

const root = join(import.meta.dir, "..");
const program = join(root, "src", "cli.ts");

/** A run of the conductor, and agents of which some lose a count under some orders. */
async function writeScenarios(folder: string): Promise<readonly string[]> {
  const conducted = join(root, "test", "commands", "fixtures", "two-tickets.scenario.ts");
  await Bun.write(join(folder, "conducted.scenario.ts"), Bun.file(conducted));
  await Bun.write(join(folder, "agents.scenario.ts"), countingAgents);
  return ["conducted.scenario.ts", "agents.scenario.ts"];
}

/** How many scenarios these files hold. */
const scenarioCount = 5;

const countingAgents = `
import { agent, reply, says } from "rehearsal/sim";

const names = ["Ann", "Bob", "Cem", "Dov"];
const counting = (name: string, counters: number, keepsCount: boolean) =>
  agent({
    name,
    replies: names.slice(0, counters).map((one) => reply(says("counted")).when(one)),
    async run({ fetch, step }) {
      let total = 0;
      let last = Promise.resolve();
      async function count() {
        const seen = total;
        await step("write the count", async () => {});
        total = seen + 1;
      }
      await Promise.all(
        names.slice(0, counters).map(async (one) => {
          await fetch("https://api.openai.com/v1/chat/completions", {
            method: "POST",
            headers: { "content-type": "application/json", authorization: "Bearer any" },
            body: JSON.stringify({ model: "gpt-5.4", messages: [{ role: "user", content: one }] }),
          }).then((response) => response.json());
          await (keepsCount ? (last = last.then(count)) : count());
        }),
      );
      return total;
    },
    expect: (total) => total === counters || \`\${total} of \${counters} were counted\`,
  });

export default [
  counting("two count", 2, false),
  counting("three count", 3, false),
  counting("four count", 4, false),
  counting("four count in turn", 4, true),
];
`;

const started: Bun.Subprocess[] = [];

/** Starts the program in the folder. */
function start<Errors extends "inherit" | "pipe">(
  folder: string,
  words: readonly string[],
  stderr: Errors,
): Bun.Subprocess<"ignore", "ignore", Errors> {
  const command = [process.execPath, program, ...words];
  const child = Bun.spawn(command, { cwd: folder, stdin: "ignore", stdout: "ignore", stderr });
  started.push(child);
  return child;
}

interface Running {
  readonly process: Bun.Subprocess;
  /** Waits until its stderr says so. */
  says(words: string): Promise<void>;
}

function startWorker(folder: string, url: string): Running {
  const worker = start(folder, ["sweep-worker", "--redis", url, "--jobs", "1"], "pipe");
  let heard = "";
  const waiting = new Set<() => void>();
  void (async () => {
    for await (const text of worker.stderr.pipeThrough(new TextDecoderStream())) {
      heard += text;
      for (const look of waiting) look();
    }
  })();
  return {
    process: worker,
    says: (words) =>
      new Promise((resolve) => {
        const look = () => heard.includes(words) && resolve();
        waiting.add(look);
        look();
      }),
  };
}

/** Passes bytes on to a port, until it is told to pass none: who is connected then hears nothing, and nobody is let in. */
async function startCutter(to: number) {
  const port = await freePort();
  const pairs = new Set<readonly [Socket, Socket]>();
  let isCut = false;
  const server = createServer((near) => {
    const far = connect(to, "127.0.0.1");
    const pair = [near, far] as const;
    pairs.add(pair);
    near.pipe(far);
    far.pipe(near);
    for (const socket of pair) {
      socket.on("error", () => {});
      socket.on("close", () => {
        pairs.delete(pair);
        for (const one of pair) one.destroy();
      });
      if (isCut) socket.pause();
    }
  }).listen(port, "127.0.0.1");
  const each = (act: (socket: Socket) => void) => pairs.forEach((pair) => pair.forEach(act));
  return {
    port,
    cut() {
      isCut = true;
      each((socket) => socket.pause());
    },
    /** What was on its way arrives late, and then the connections break. */
    async mend() {
      isCut = false;
      each((socket) => socket.resume());
      await Bun.sleep(50);
      each((socket) => socket.destroy());
    },
    close: () => server.close(),
  };
}

/** Of what happened in the queue, how often: it is a stream that the queue keeps by itself. */
async function queueCounts(redis: Redis) {
  const entries = await redis.xrange("bull:rehearsal-sweep:events", "-", "+");
  const named = entries.map(([, fields]) => fields[fields.indexOf("event") + 1]);
  const count = (name: string) => named.filter((one) => one === name).length;
  return { done: count("completed"), takenAgain: count("stalled") };
}

/** Waits until so many parts are done. */
async function untilDone(redis: Redis, parts: number): Promise<void> {
  while ((await queueCounts(redis)).done < parts) await Bun.sleep(100);
}

/** The same for the same seed, between 0 and 1. */
function draw(nth: number): number {
  const hash = new Bun.CryptoHasher("sha256").update(`${seed} ${nth}`).digest();
  return hash.readUInt32BE() / 2 ** 32;
}

async function sweepUnderFaults(
  folder: string,
  { url, port }: RunningRedis,
  flags: readonly string[],
) {
  const redis = new Redis(url);
  const cutter = await startCutter(port);
  const addresses = [url, url, `redis://127.0.0.1:${cutter.port}`, url];
  const workers = addresses.map((address) => startWorker(folder, address));
  await Promise.all(workers.map((worker) => worker.says("Working on sweeps")));
  const sweep = start(
    folder,
    ["sweep", ...flags, "--redis", url, "--part", String(partSize)],
    "inherit",
  );
  try {
    const parts = schedules / partSize;
    // A part is under way nearly always: the blows fall in the middle of one.
    for (const [nth, share] of [0.1, 0.3].entries()) {
      await untilDone(redis, Math.floor(parts * (share + 0.15 * draw(nth))));
      await Bun.sleep(1000 * draw(nth + 10));
      workers[nth]!.process.kill("SIGKILL");
      console.log(`worker ${nth + 1} is killed at ${(await queueCounts(redis)).done} parts done`);
    }
    await untilDone(redis, Math.floor(parts * (0.5 + 0.1 * draw(2))));
    cutter.cut();
    console.log(`worker 3 is cut off at ${(await queueCounts(redis)).done} parts done`);
    await Bun.sleep(cutOffMs);
    await cutter.mend();
    await sweep.exited;
    return await queueCounts(redis);
  } finally {
    sweep.kill();
    for (const { process: worker } of workers) worker.kill("SIGKILL");
    cutter.close();
    redis.disconnect();
  }
}

interface Report {
  readonly scenarios: readonly { readonly name: string; readonly seeds: number }[];
}

/** A report without the times that it took, as text. */
async function timelessReport(file: string): Promise<{ text: string; report: Report }> {
  const report = (await Bun.file(file).json()) as Report;
  const timeless = report.scenarios.map((one) => ({ ...one, durationMs: 0 }));
  return { text: JSON.stringify({ ...report, scenarios: timeless }), report };
}

const folder = await mkdtemp(join(tmpdir(), "rehearsal-sweep-"));
const redis = await startRedis();
// Ctrl-C and a time limit leave nothing behind.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    for (const child of started) child.kill("SIGKILL");
    void redis.stop().then(() => process.exit(1));
  });
}
try {
  const files = await writeScenarios(folder);
  const each = Math.ceil(schedules / scenarioCount);
  const flags = [...files, "--seeds", String(each)];
  const beganMs = performance.now();
  const { done, takenAgain } = await sweepUnderFaults(folder, redis, [
    ...flags,
    "--reporter",
    "json=sweep.json",
  ]);
  const sweptMs = performance.now() - beganMs;
  const alone = ["sim", ...flags, "--jobs", "1", "--reporter", "json=one.json"];
  const one = start(folder, alone, "inherit");
  await one.exited;
  const oneMs = performance.now() - beganMs - sweptMs;
  const swept = await timelessReport(join(folder, "sweep.json"));
  const wanted = await timelessReport(join(folder, "one.json"));
  for (const { name, seeds } of swept.report.scenarios)
    console.log(`${seeds} of ${each} schedules were counted of "${name}"`);
  console.log(`${done} parts were done, ${takenAgain} were taken again`);
  console.log(
    `the sweep took ${Math.round(sweptMs / 1000)} s, one process ${Math.round(oneMs / 1000)} s`,
  );
  const isSame = swept.text === wanted.text;
  console.log(`the reports of ${swept.text.length} bytes are ${isSame ? "equal" : "DIFFERENT"}`);
  const isExact = swept.report.scenarios.every(({ seeds }) => seeds === each);
  process.exitCode = isSame && isExact ? 0 : 1;
} finally {
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
}
