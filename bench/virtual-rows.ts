import Anthropic from "@anthropic-ai/sdk";
import { install } from "@sinonjs/fake-timers";
import {
  allow,
  outcome,
  rateLimited,
  reply,
  says,
  scenario,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "../src/sim/api.ts";
import { seededChooser } from "../src/sim/search/strategies.ts";
import { simulate, warmUp } from "../src/sim/simulate.ts";
import type { Effort, Rounds } from "./rounds.ts";
import type { Row } from "./row.ts";
import { spreadOf } from "./spread.ts";
import { nowNs } from "./stopwatch.ts";

const rounds: Rounds = { warmUp: 3, measured: 11 };
const calls = 64;
const waits = 3;
const waitMs = 20_000;
const chunks = 206;
const chunkDelayMs = 50;
/** An Anthropic stream has five events besides its deltas, each of them a chunk. */
const deltas = chunks - 5;
const words = "word ".repeat(deltas);
const virtualSeconds = (waits * waitMs + chunks * chunkDelayMs) / 1_000;

/**
 * Virtual seconds a second: tickets that are each refused for 20 s three times and then stream slowly. The peer is the
 * same client, told to try again by itself, against a stub that sends the same, under timers that somebody turns.
 */
export async function virtualRows(push: (row: Row) => void, effort: Effort): Promise<void> {
  await warmUp();
  const [ours, peer]: [number[], number[]] = [[], []];
  const { warmUp: unmeasured, measured } = effort(rounds);
  for (let round = 0; round < unmeasured + measured; round++) {
    const sides = [
      { samples: ours, run: () => timeOurs(round) },
      { samples: peer, run: timePeer },
    ];
    for (const { samples, run } of round % 2 === 0 ? sides : sides.toReversed()) {
      Bun.gc(true);
      const elapsedNs = await run();
      if (round >= unmeasured) samples.push(elapsedNs);
    }
  }
  push({
    name: `${calls} tickets at once, three waits and ${chunks} chunks each, against fake timers around the SDK`,
    ours: perSecond(ours),
    peer: perSecond(peer),
    ratio: spreadOf(ours.map((ns, index) => peer[index]! / ns)),
    floor: { type: "at-least", value: 1 },
  });
}

const refused = rateLimited(`${waitMs / 1_000}s`);
const names = Array.from({ length: calls }, (_, index) => `T-${index + 1}`);

const slowTickets = scenario({
  name: "slow tickets",
  epic: "The epic",
  rules: [allow.everything()],
  config: { workers: calls, tries: waits + 1 },
  models: [
    tier1(reply(tracks({ id: "track", title: "The track" }))),
    tier2("track", reply(tickets(...names.map((id) => ({ id, title: `Ticket ${id}` }))))),
    ...names.map((id) =>
      tier3(
        id,
        reply(says(words))
          .deltas(words.length / deltas)
          .chunkDelay(`${chunkDelayMs}ms`)
          .fails(refused, refused, refused),
      ),
    ),
  ],
  expect: [outcome("done")],
});

async function timeOurs(seed: number): Promise<number> {
  const startedAtNs = nowNs();
  const { problems, log } = await simulate({ scenario: slowTickets, choose: seededChooser(seed) });
  const elapsedNs = nowNs() - startedAtNs;
  const [problem] = problems;
  if (problem !== undefined) throw new Error(JSON.stringify(problem));
  const end = log.at(-1);
  if (end?.type !== "run.ended" || end.outcome !== "done") throw new Error("the run is not done");
  return elapsedNs;
}

async function timePeer(): Promise<number> {
  const timers = install({ toFake: ["setTimeout", "clearTimeout", "Date", "performance"] });
  try {
    const startedAtNs = nowNs();
    const all = Promise.all(Array.from({ length: calls }, askPeer));
    let isOver = false;
    void all.then(() => (isOver = true));
    while (!isOver) await timers.nextAsync();
    const texts = await all;
    const elapsedNs = nowNs() - startedAtNs;
    if (texts.some((text) => text !== words)) throw new Error("the SDK brought another text");
    return elapsedNs;
  } finally {
    timers.uninstall();
  }
}

async function askPeer(): Promise<string> {
  const client = new Anthropic({
    apiKey: "any",
    baseURL: "http://mock.invalid",
    maxRetries: waits,
    fetch: refusingStub(),
  });
  let text = "";
  const asked = { model: "claude-opus-5", max_tokens: 1_000 };
  const stream = await client.messages.create({
    ...asked,
    messages: [{ role: "user", content: "Do the ticket." }],
    stream: true,
  });
  for await (const event of stream)
    if (event.type === "content_block_delta" && event.delta.type === "text_delta")
      text += event.delta.text;
  return text;
}

function refusingStub(): typeof fetch {
  let refusals = 0;
  const answer = async () => {
    if (refusals++ < waits)
      return new Response("{}", { status: 429, headers: { "retry-after-ms": String(waitMs) } });
    let next = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve, chunkDelayMs));
          const chunk = slowChunks[next++];
          if (chunk === undefined) controller.close();
          else controller.enqueue(chunk);
        },
      },
      { highWaterMark: 0 },
    );
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  };
  return Object.assign(answer, { preconnect: () => {} });
}

const usage = { input_tokens: 5, output_tokens: 70 };
const message = { id: "msg_bench", type: "message", role: "assistant", model: "claude-opus-5" };
const slowChunks = [
  { type: "message_start", message: { ...message, content: [], usage } },
  { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
  ...Array.from({ length: deltas }, () => ({
    type: "content_block_delta",
    index: 0,
    delta: { type: "text_delta", text: "word " },
  })),
  { type: "content_block_stop", index: 0 },
  { type: "message_delta", delta: { stop_reason: "end_turn", stop_sequence: null }, usage },
  { type: "message_stop" },
].map((event) =>
  new TextEncoder().encode(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`),
);

const perSecond = (samplesNs: readonly number[]): string =>
  `${Math.round((virtualSeconds / spreadOf(samplesNs).median) * 1e9)} s/s`;
