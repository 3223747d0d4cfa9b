import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Anthropic from "@anthropic-ai/sdk";
import { realClock } from "../src/clock/real-clock.ts";
import { runId, type RunId } from "../src/core/ids.ts";
import type { Store } from "../src/ports.ts";
import { anthropicProvider } from "../src/providers/anthropic.ts";
import { conduct } from "../src/runtime/conductor.ts";
import { openStateDirectory } from "../src/store/state-directory.ts";
import { benchSettings } from "./bench-settings.ts";
import { instantWorkspace, memoryStore, noApprover } from "./instant-edges.ts";
import { newReaders, workerStreams } from "./readers.ts";
import { nowNs } from "./stopwatch.ts";
import { type Chunking, deltasTotal, newWire, streams, workerText } from "./wire.ts";

/** Where the log goes beside memory. */
export type StoreKind = "memory" | "sqlite";

/** One comparison, many times over. Each sample is in nanoseconds for all deltas of all streams. */
export interface DeltaSamples {
  readonly store: StoreKind;
  readonly chunking: Chunking;
  readonly oursNs: readonly number[];
  readonly bareNs: readonly number[];
}

/**
 * A whole run by `conduct`, with real planners' turns before it and tickets' ends after it; timed from the
 * moment when the first byte of the workers' replies can be read until all three subscribers have the end
 * of the last worker's stream and, with SQLite, until that event is on disk. Against it, the same bodies
 * read by the same SDK bare, from the same moment until the last `for await` ends.
 */
export async function measureDeltas(
  store: StoreKind,
  chunking: Chunking,
  rounds: { readonly warmUp: number; readonly measured: number },
): Promise<DeltaSamples> {
  const oursNs: number[] = [];
  const bareNs: number[] = [];
  const stores = openStores(store);
  try {
    for (let round = 0; round < rounds.warmUp + rounds.measured; round++) {
      // In turn, so that a slow spell of the machine meets both, and neither is always the first.
      const oursFirst = round % 2 === 0;
      const early = oursFirst ? await timeOurs(stores, chunking) : await timeBare(chunking);
      const late = oursFirst ? await timeBare(chunking) : await timeOurs(stores, chunking);
      if (round < rounds.warmUp) continue;
      oursNs.push(oursFirst ? early : late);
      bareNs.push(oursFirst ? late : early);
    }
  } finally {
    stores.close();
  }
  return { store, chunking, oursNs, bareNs };
}

async function timeOurs(stores: Stores, chunking: Chunking): Promise<number> {
  const wire = newWire(chunking);
  const readers = newReaders();
  const id = stores.nextRunId();
  const store = stores.open(id);
  Bun.gc(true);
  const conducted = conduct(
    {
      provider: anthropicProvider({
        apiKey,
        baseURL,
        fetchFor: wire.fetchFor,
        clock: realClock,
      }),
      approver: noApprover,
      workspace: instantWorkspace,
      clock: realClock,
      store,
      subscribers: readers.subscribers,
    },
    { type: "start", runId: id, epic: "The epic", settings: benchSettings(streams) },
  );
  await readers.done;
  await store.flush();
  const elapsedNs = nowNs() - wire.startedAtNs();
  const { outcome } = await conducted.finished;
  await store.close();
  if (outcome !== "done") throw new Error(`the run ended as ${outcome}`);
  readers.verify();
  for (const streamId of workerStreams) {
    const text = conducted.state()?.streams.get(streamId)?.text;
    if (text !== workerText)
      throw new Error(`the state's text of ${streamId} is not what was sent`);
  }
  return elapsedNs;
}

async function timeBare(chunking: Chunking): Promise<number> {
  const wire = newWire(chunking);
  Bun.gc(true);
  const counts = await Promise.all(Array.from({ length: streams }, () => readBare(wire.fetch)));
  const elapsedNs = nowNs() - wire.startedAtNs();
  const deltas = counts.reduce((sum, count) => sum + count, 0);
  if (deltas !== deltasTotal) throw new Error(`the SDK, read bare, brought ${deltas} deltas`);
  return elapsedNs;
}

async function readBare(workerFetch: typeof fetch): Promise<number> {
  const client = new Anthropic({ apiKey, baseURL, fetch: workerFetch, maxRetries: 0 });
  const stream = await client.messages.create({
    model: "bench",
    max_tokens: 1_000,
    stream: true,
    messages: [{ role: "user", content: "Do the ticket." }],
  });
  let deltas = 0;
  for await (const event of stream) if (event.type === "content_block_delta") deltas++;
  return deltas;
}

const apiKey = "bench";
const baseURL = "http://bench.invalid";

interface Stores {
  nextRunId(): RunId;
  open(id: RunId): Store;
  close(): void;
}

function openStores(kind: StoreKind): Stores {
  let runs = 0;
  const nextRunId = () => runId(`bench-${++runs}`);
  switch (kind) {
    case "memory":
      return { nextRunId, open: () => memoryStore, close: () => {} };
    case "sqlite": {
      const root = mkdtempSync(join(tmpdir(), "rehearsal-bench-"));
      const directory = openStateDirectory(root, { clock: realClock });
      return {
        nextRunId,
        open: (id) => directory.createRun({ runId: id, epic: "The epic", startedAtMs: 0 }),
        close() {
          directory.close();
          rmSync(root, { recursive: true });
        },
      };
    }
  }
}
