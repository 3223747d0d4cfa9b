import Anthropic from "@anthropic-ai/sdk";
import pLimit from "p-limit";
import { realClock } from "../src/clock/real-clock.ts";
import type { Ticket } from "../src/core/planning/ticket.ts";
import { createMockProvider, type MockProvider } from "../src/mock-provider/mock-provider.ts";
import { silentObserver } from "../src/mock-provider/observer.ts";
import { immediatePacer } from "../src/mock-provider/sending/pacer.ts";
import { anthropicProvider } from "../src/providers/anthropic.ts";
import { conduct } from "../src/runtime/conductor.ts";
import { benchSettings } from "./bench-settings.ts";
import type { FrameworkAgent } from "./frameworks.ts";
import { layeredTickets } from "./graph.ts";
import { instantWorkspace, memoryStore, noApprover } from "./instant-edges.ts";
import { runId } from "../src/core/ids.ts";
import type { Effort, Rounds } from "./rounds.ts";
import type { Row } from "./row.ts";
import { spreadOf } from "./spread.ts";
import { nowNs } from "./stopwatch.ts";
import { benchTrack } from "./wire.ts";

const rounds: Rounds = { warmUp: 3, measured: 15 };
const ticketsOfRun = 100;
const workers = 8;
const deltas = 50;
const word = "word ";
const words = word.repeat(deltas);
const origin = "http://mock.invalid";

type Body = Anthropic.MessageCreateParamsStreaming;

/**
 * Whole runs a second through the SDK and the mock, planning and all. The peers make the workers' calls alone: under
 * p-limit by the same SDK and mock, the frameworks by fake models, which nothing is sent to.
 */
export async function fleetRows(push: (row: Row) => void, effort: Effort): Promise<void> {
  const graph = layeredTickets(ticketsOfRun);
  const bodies = await workersBodies(graph);
  const ours = () => timeOurs(mockOf(graph).fetchFor);
  const run = `${ticketsOfRun} tickets, ${workers} at once, ${deltas} chunks each, against`;
  push({
    ...(await compare(ours, () => timePeer(bodies), effort(rounds))),
    name: `${run} the same SDK calls under p-limit`,
    floor: { type: "at-least", value: 0.7 },
  });
  const { frameworks } = await import("./frameworks.ts");
  const agents = Object.entries(frameworks(Array.from({ length: deltas }, () => word)));
  for (const [name, ask] of agents)
    push({
      ...(await compare(ours, () => timeFramework(ask), effort(rounds))),
      name: `${run} agents of ${name} with a fake model`,
      floor: { type: "at-least", value: 1 },
    });
}

/** By turns, so that a slow spell of the machine meets both. */
async function compare(
  timeOurRun: () => Promise<void>,
  timeTheirs: () => Promise<void>,
  { warmUp, measured }: Rounds,
): Promise<Pick<Row, "ours" | "peer" | "ratio">> {
  const [ours, peer]: [number[], number[]] = [[], []];
  for (let round = 0; round < warmUp + measured; round++) {
    const sides = [
      { samples: ours, run: timeOurRun },
      { samples: peer, run: timeTheirs },
    ];
    for (const { samples, run } of round % 2 === 0 ? sides : sides.toReversed()) {
      Bun.gc(true);
      const startedAtNs = nowNs();
      await run();
      if (round >= warmUp) samples.push(nowNs() - startedAtNs);
    }
  }
  return {
    ours: perSecond(ours),
    peer: perSecond(peer),
    ratio: spreadOf(ours.map((ns, index) => peer[index]! / ns)),
  };
}

async function timeFramework(ask: FrameworkAgent): Promise<void> {
  const limit = pLimit(workers);
  const asked = Array.from({ length: ticketsOfRun }, (_, index) => `Do ticket ${index + 1}.`);
  const texts = await Promise.all(asked.map((one) => limit(() => ask(one))));
  if (texts.some((text) => text !== words)) throw new Error("an agent brought another text");
}

function mockOf(graph: readonly Ticket[]) {
  const replies = {
    tier1: replyOf(JSON.stringify({ tracks: [{ id: benchTrack, title: "The track" }] })),
    tier2: replyOf(JSON.stringify({ tickets: graph.map(({ trackId: _, ...ticket }) => ticket) })),
    tier3: replyOf(words),
    tier4: replyOf("Nothing failed."),
  };
  return createMockProvider({
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
}

const replyOf = (text: string) =>
  ({
    parts: [{ type: "text", text }],
    stopReason: null,
    usage: {},
    delayMs: 0,
    chunkDelayMs: 0,
    chunking: { type: "events" },
    deltaCharacters: text === words ? word.length : text.length,
  }) as const;

/** What the workers of such a run ask. */
async function workersBodies(graph: readonly Ticket[]): Promise<readonly Body[]> {
  const bodies: Body[] = [];
  const { fetchFor } = mockOf(graph);
  await timeOurs((address) => {
    const send = fetchFor(address);
    if (address.tier !== "tier3") return send;
    const record = (input: string | URL | Request, init?: RequestInit) => {
      bodies.push(JSON.parse(String(init?.body)) as Body);
      return send(input, init);
    };
    return Object.assign(record, { preconnect: () => {} });
  });
  return bodies;
}

async function timeOurs(fetchFor: MockProvider["fetchFor"]): Promise<void> {
  let received = 0;
  const conducted = conduct(
    {
      provider: anthropicProvider({
        apiKey: "any",
        baseURL: origin,
        fetchFor,
        clock: realClock,
      }),
      approver: noApprover,
      workspace: instantWorkspace,
      clock: realClock,
      store: memoryStore,
      subscribers: [{ name: "counter", receive: (events) => void (received += events.length) }],
    },
    { type: "start", runId: runId("bench"), epic: "The epic", settings: benchSettings(workers) },
  );
  const { outcome } = await conducted.finished;
  if (outcome !== "done") throw new Error(`the run ended as ${outcome}`);
  if (received !== conducted.log.length) throw new Error("the subscriber missed events");
}

async function timePeer(bodies: readonly Body[]): Promise<void> {
  const client = new Anthropic({
    apiKey: "any",
    baseURL: origin,
    maxRetries: 0,
    fetch: mockOf([]).fetch,
  });
  const limit = pLimit(workers);
  const texts = await Promise.all(bodies.map((body) => limit(() => ask(client, body))));
  if (texts.length !== ticketsOfRun || texts.some((text) => text !== words))
    throw new Error("the SDK brought another text");
}

async function ask(client: Anthropic, body: Body): Promise<string> {
  let text = "";
  for await (const event of await client.messages.create(body))
    if (event.type === "content_block_delta" && event.delta.type === "text_delta")
      text += event.delta.text;
  return text;
}

const perSecond = (samplesNs: readonly number[]): string =>
  `${(1e9 / spreadOf(samplesNs).median).toFixed(1)}/s`;
