import { realClock } from "../src/clock/real-clock.ts";
import { openLoopbackServer } from "../src/commands/serve/loopback-server.ts";
import { runId } from "../src/core/ids.ts";
import { fold } from "../src/core/reduce/reduce.ts";
import { createMockProvider } from "../src/mock-provider/mock-provider.ts";
import { silentObserver } from "../src/mock-provider/observer.ts";
import { immediatePacer } from "../src/mock-provider/sending/pacer.ts";
import type { Reply } from "../src/mock-provider/reply.ts";
import { anthropicProvider } from "../src/providers/anthropic.ts";
import { warmUp as loadSimulation } from "../src/sim/simulate.ts";
import { conduct } from "../src/runtime/conductor.ts";
import { longLog } from "../test/core/long-log.ts";
import { benchSettings } from "./bench-settings.ts";
import { instantWorkspace, memoryStore, noApprover } from "./instant-edges.ts";
import { millionRows } from "./million-rows.ts";
import { manyTickets, timeRehearsal } from "./rehearsed-tickets.ts";
import { memoryRow } from "./memory-rows.ts";
import type { Effort, Rounds } from "./rounds.ts";
import type { Row } from "./row.ts";
import { spreadOf } from "./spread.ts";
import { nowNs } from "./stopwatch.ts";

const rounds: Rounds = { warmUp: 2, measured: 9 };
const floor = { type: "at-most", value: 1.3 } as const;
/** A simulated step has the whole run around it: a heap of what waits, and a scan of what is ready. */
const rehearsedFloor = { type: "at-most", value: 2 } as const;

/** What a part of something large costs over a part of something ten times smaller. */
export async function growthRows(push: (row: Row) => void, effort: Effort): Promise<void> {
  const how = effort(rounds);
  const small = { deltas: 8_000, turns: 1_000 };
  push(
    await compare("a delta of a reply of 1 MB over one of 100 kB, over loopback", how, {
      many: () => timeReply(small.deltas * 10),
      few: () => timeReply(small.deltas),
    }),
  );
  const [few, many] = [small.turns, small.turns * 10].map((turnsEach) =>
    longLog({ sessions: 1, turnsEach, outputCharacters: 200 }),
  ) as [ReturnType<typeof longLog>, ReturnType<typeof longLog>];
  push(
    await compare("an event of a log of 10,000 turns over one of 1,000, folded", how, {
      many: () => timeFold(many),
      few: () => timeFold(few),
    }),
  );
  await millionRows(push, effort({ warmUp: 1, measured: 5 }));
  push(await memoryRow(effort({ warmUp: 1, measured: 5 })));
  await loadSimulation();
  const [all, some] = [manyTickets(1_000, 200), manyTickets(100, 20)];
  push({
    ...(await compare("a rehearsed ticket of 1,000 with 200 workers over one of 100 with 20", how, {
      many: () => timeRehearsal(all, 1_000),
      few: () => timeRehearsal(some, 100),
    })),
    floor: rehearsedFloor,
  });
}

/** Each side gives nanoseconds a part. */
async function compare(
  name: string,
  { warmUp, measured }: Rounds,
  { many, few }: Readonly<Record<"many" | "few", () => number | Promise<number>>>,
): Promise<Row> {
  const [large, small]: [number[], number[]] = [[], []];
  for (let round = 0; round < warmUp + measured; round++) {
    Bun.gc(true);
    const manyNs = await many();
    Bun.gc(true);
    const fewNs = await few();
    if (round < warmUp) continue;
    large.push(manyNs);
    small.push(fewNs);
  }
  return {
    name,
    ours: microseconds(large),
    peer: microseconds(small),
    ratio: spreadOf(large.map((ns, index) => ns / small[index]!)),
    floor,
  };
}

function timeFold(log: ReturnType<typeof longLog>): number {
  const startedAtNs = nowNs();
  if (fold(log)?.nowMs !== log.at(-1)?.atMs) throw new Error("the log was not folded to its end");
  return (nowNs() - startedAtNs) / log.length;
}

const word = "some words of ";

/** A run of one ticket whose worker says so many deltas, shown to a subscriber as they come. */
async function timeReply(deltas: number): Promise<number> {
  const replies = {
    tier1: replyOf(JSON.stringify({ tracks: [{ id: "track", title: "The track" }] }), 1_000),
    tier2: replyOf(JSON.stringify({ tickets: [{ id: "T-1", title: "The ticket" }] }), 1_000),
    tier3: replyOf(word.repeat(deltas), word.length),
    tier4: replyOf("Nothing failed.", 1_000),
  };
  const mock = createMockProvider({
    source: {
      next: ({ address }) => ({
        type: "reply",
        reply: replies[address?.tier ?? "tier3"],
        fault: null,
      }),
    },
    pacer: immediatePacer,
    observer: silentObserver,
    nowMs: realClock.nowMs,
  });
  const server = openLoopbackServer({ hostname: "127.0.0.1", port: 0, answer: mock.serve });
  let received = 0;
  const startedAtNs = nowNs();
  const conducted = conduct(
    {
      provider: anthropicProvider({
        apiKey: "any",
        baseURL: `http://127.0.0.1:${server.port}`,
        sendAddress: true,
        clock: realClock,
      }),
      approver: noApprover,
      workspace: instantWorkspace,
      clock: realClock,
      store: memoryStore,
      subscribers: [
        {
          name: "counter",
          receive(events) {
            for (const event of events)
              if (event.type === "stream.deltas") received += event.deltas.length;
          },
        },
      ],
    },
    { type: "start", runId: runId("bench"), epic: "The epic", settings: benchSettings(1) },
  );
  const { outcome } = await conducted.finished;
  const elapsedNs = nowNs() - startedAtNs;
  await server.stop();
  if (outcome !== "done") throw new Error(`the run ended as ${outcome}`);
  if (received < deltas) throw new Error(`${received} of ${deltas} deltas were received`);
  return elapsedNs / deltas;
}

const replyOf = (text: string, deltaCharacters: number): Reply => ({
  parts: [{ type: "text", text }],
  stopReason: null,
  usage: {},
  delayMs: 0,
  chunkDelayMs: 0,
  chunking: { type: "events" },
  deltaCharacters,
});

const microseconds = (samplesNs: readonly number[]): string =>
  `${(spreadOf(samplesNs).median / 1_000).toFixed(2)} µs`;
