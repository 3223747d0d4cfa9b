import { type ConnectionOptions, Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import { usageError } from "../usage-error.ts";
import type { SweepPart } from "./sweep-part.ts";

const queueName = "rehearsal-sweep";

/** How long a worker may be silent, where nothing is said, before its part is given to another. */
const usualSilenceMs = 10_000;
/** A part may be lost with its worker as often as workers die: it is not the part's fault. */
const lossesMax = 1_000;
/** How long the first connection may take. */
const connectingMs = 5_000;

/** The queue as `rehearsal sweep` uses it. */
export interface SweepQueue {
  /** Puts parts into it; one that is there already, also one that is done, stays as it is. */
  add(parts: readonly SweepPart[]): Promise<void>;
  /** What became of parts, by their ids, in two round trips however many they are; one of which nothing did is not there. */
  resultsOf(parts: readonly SweepPart[]): Promise<ReadonlyMap<string, SweepResult>>;
  /** Takes parts out, with their results. */
  remove(parts: readonly SweepPart[]): Promise<void>;
  /** Lets a part that failed be tried again. */
  retry(part: SweepPart): Promise<void>;
  /** Whether Redis came back since this was last asked. It may have forgotten what it held. */
  cameBack(): boolean;
  close(): Promise<void>;
}

export type SweepResult =
  | { readonly type: "done"; readonly packed: string }
  | { readonly type: "failed"; readonly message: string };

/** `tell` is told that Redis is away, once, and that it is back. */
export async function openSweepQueue(
  url: string,
  tell: (message: string) => void,
): Promise<SweepQueue> {
  const connection = await connect(url);
  let hasComeBack = false;
  tellWhereAway(connection, url, tell);
  connection.on("ready", () => (hasComeBack = true));
  const queue = new Queue<SweepPart, string>(queueName, { connection });
  queue.on("error", () => {
    // The connection is made again by itself; what was asked for meanwhile waits.
  });
  return {
    async add(parts) {
      await queue.addBulk(
        parts.map((part) => ({ name: "part", data: part, opts: { jobId: part.id } })),
      );
    },
    async resultsOf(parts) {
      if (parts.length === 0) return new Map();
      const ids = parts.map(({ id }) => id);
      const ends = await Promise.all(
        (["completed", "failed"] as const).map((state) =>
          connection.zmscore(queue.toKey(state), ...ids),
        ),
      );
      const ended = ids.filter((_, at) => ends.some((scores) => scores[at] !== null));
      // Read after their state: a job that was read before would not hold its result.
      const jobs = await Promise.all(ended.map((id) => queue.getJob(id)));
      const results = new Map<string, SweepResult>();
      for (const [at, id] of ended.entries()) {
        const job = jobs[at];
        if (job?.finishedOn === undefined) continue;
        results.set(
          id,
          typeof job.failedReason === "string"
            ? { type: "failed", message: job.failedReason }
            : { type: "done", packed: job.returnvalue },
        );
      }
      return results;
    },
    async remove(parts) {
      for (const { id } of parts) await queue.remove(id).catch(() => undefined);
    },
    async retry({ id }) {
      const job = await queue.getJob(id);
      await job?.retry("failed");
    },
    cameBack() {
      const before = hasComeBack;
      hasComeBack = false;
      return before;
    },
    close: () => closed(connection, queue.close()),
  };
}

/** Takes parts from the queue, so many at once, until it is closed. */
export async function takeParts(
  url: string,
  options: {
    readonly concurrency: number;
    readonly work: (part: SweepPart) => Promise<string>;
    /** Told why a result did not count: another worker had the part by then. And that Redis is away, or back. */
    readonly tell: (message: string) => void;
    readonly silenceMs?: number;
  },
): Promise<{ close(): Promise<void> }> {
  const { silenceMs = usualSilenceMs, tell } = options;
  const connection = await connect(url);
  tellWhereAway(connection, url, tell);
  const worker = new Worker<SweepPart, string>(queueName, ({ data }) => options.work(data), {
    connection,
    concurrency: options.concurrency,
    lockDuration: silenceMs,
    stalledInterval: silenceMs / 2,
    maxStalledCount: lossesMax,
  });
  /** It says each thing twice. */
  let latest = "";
  worker.on("error", (error) => {
    if (isOfConnection(error) || latest === error.message) return;
    latest = error.message;
    tell(
      `A part was given to another worker, or its queue is gone; its result counts once: ${latest}`,
    );
  });
  return { close: () => closed(connection, worker.close()) };
}

/** It makes its connections again by itself, and complains each time that it can't. */
const isOfConnection = (error: Error): boolean =>
  "syscall" in error || error.message === "Connection is closed.";

function tellWhereAway(redis: Redis, url: string, tell: (message: string) => void): void {
  let isAway = false;
  redis.on("reconnecting", () => {
    if (!isAway)
      tell(
        `Redis at ${shownAddress(url)} is away. What is under way waits until it answers again; Ctrl-C ends.`,
      );
    isAway = true;
  });
  redis.on("ready", () => {
    if (isAway) tell(`Redis at ${shownAddress(url)} is back.`);
    isAway = false;
  });
}

/** Closes in order, which needs Redis: where that is away, or goes away meanwhile, nothing is waited for. */
async function closed(redis: Redis, closing: Promise<void>): Promise<void> {
  const away = Promise.withResolvers<void>();
  redis.once("reconnecting", away.resolve);
  if (redis.status !== "ready") away.resolve();
  await Promise.race([closing, away.promise]);
  closing.catch(() => {
    // What it could not say to a Redis that was away.
  });
  redis.disconnect();
}

/** Connects, and says what to do where nobody answers. The address may hold a password: it is not shown whole. */
async function connect(url: string): Promise<Redis & ConnectionOptions> {
  const shown = shownAddress(url);
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    lazyConnect: true,
    connectTimeout: connectingMs,
    retryStrategy: (times) => Math.min(times * 200, 2_000),
  });
  let why = "it did not answer";
  redis.on("error", (error: Error) => (why = error.message || why));
  try {
    await redis.connect();
    await redis.ping();
    return redis as Redis & ConnectionOptions;
  } catch (error) {
    redis.disconnect();
    if (error instanceof Error && error.message !== "Connection is closed.") why = error.message;
    throw usageError(
      `No Redis answers at ${shown}: ${why}. Start one (redis-server), or name it: --redis redis://HOST:6379`,
    );
  }
}

function shownAddress(url: string): string {
  if (!URL.canParse(url)) return JSON.stringify(url);
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
