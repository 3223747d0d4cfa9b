import { heapStats } from "bun:jsc";
import { realClock } from "../src/clock/real-clock.ts";
import { runId } from "../src/core/ids.ts";
import { anthropicProvider } from "../src/providers/anthropic.ts";
import { conduct } from "../src/runtime/conductor.ts";
import { benchSettings } from "./bench-settings.ts";
import { instantWorkspace, memoryStore, noApprover } from "./instant-edges.ts";
import type { Rounds } from "./rounds.ts";
import type { Row } from "./row.ts";
import { spreadOf } from "./spread.ts";
import { benchTrack, wireEvents } from "./wire.ts";

const deltas = 200;
const headers = { "content-type": "text/event-stream", "request-id": "req_bench" };

/** What a stream takes of the heap in its middle, where so many are open: a thousand over a hundred. */
export async function memoryRow({ warmUp, measured }: Rounds): Promise<Row> {
  const [many, few]: [number[], number[]] = [[], []];
  for (let round = 0; round < warmUp + measured; round++) {
    const [large, small] = [await bytesOfStream(1_000), await bytesOfStream(100)];
    if (round < warmUp) continue;
    many.push(large);
    few.push(small);
  }
  return {
    name: "the memory of a stream with 1,000 open over one with 100",
    ours: kilobytes(many),
    peer: kilobytes(few),
    ratio: spreadOf(many.map((bytes, index) => bytes / few[index]!)),
    floor: { type: "at-most", value: 1.3 },
  };
}

/** A run whose workers have all received half of their reply, and wait for the rest. */
async function bytesOfStream(streams: number): Promise<number> {
  const halfway = Promise.withResolvers<void>();
  const rest = Promise.withResolvers<void>();
  let waiting = 0;
  const events = wireEvents(Array.from({ length: deltas }, (_, index) => `and word ${index} `));
  const chunks = events.map((event) => new TextEncoder().encode(event));

  const workerBody = (): ReadableStream<Uint8Array> => {
    let next = 0;
    return new ReadableStream<Uint8Array>({
      async pull(controller) {
        if (next === deltas / 2) {
          if (++waiting === streams) halfway.resolve();
          await rest.promise;
        }
        const chunk = chunks[next++];
        if (chunk === undefined) controller.close();
        else controller.enqueue(chunk);
      },
    });
  };
  const planned = (value: object) =>
    new Response(wireEvents([JSON.stringify(value)]).join(""), { headers });
  const tickets = Array.from({ length: streams }, (_, index) => `T-${index + 1}`);

  const before = await heapBytes();
  const { finished } = conduct(
    {
      provider: anthropicProvider({
        apiKey: "bench",
        baseURL: "http://bench.invalid",
        clock: realClock,
        fetchFor: ({ tier }) => {
          const answer = async (): Promise<Response> => {
            if (tier === "tier1")
              return planned({ tracks: [{ id: benchTrack, title: "The track" }] });
            if (tier === "tier2")
              return planned({ tickets: tickets.map((id) => ({ id, title: id })) });
            return new Response(workerBody(), { headers });
          };
          return Object.assign(answer, { preconnect: () => {} });
        },
      }),
      approver: noApprover,
      workspace: instantWorkspace,
      clock: realClock,
      store: memoryStore,
      subscribers: [],
    },
    { type: "start", runId: runId("bench"), epic: "The epic", settings: benchSettings(streams) },
  );
  await halfway.promise;
  const bytes = (await heapBytes()) - before;
  rest.resolve();
  const { outcome } = await finished;
  if (outcome !== "done") throw new Error(`the run ended as ${outcome}`);
  return bytes / streams;
}

/**
 * What is in use, once it does not get less any more. Waits between the collections let go of what a promise, a timer or a
 * stream still held: of a run before, that was once as much as a hundred streams take.
 */
async function heapBytes(): Promise<number> {
  let [before, now] = [Infinity, Infinity];
  do {
    for (let time = 0; time < 5; time++) {
      await Bun.sleep(20);
      Bun.gc(true);
    }
    [before, now] = [now, heapStats().heapSize];
  } while (now < before);
  return before;
}

const kilobytes = (samples: readonly number[]): string =>
  `${(spreadOf(samples).median / 1_000).toFixed(1)} kB`;
