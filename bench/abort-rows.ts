import { realClock } from "../src/clock/real-clock.ts";
import { openLoopbackServer } from "../src/commands/serve/loopback-server.ts";
import type { ModelRequest } from "../src/core/effect.ts";
import { ticketId, trackId } from "../src/core/ids.ts";
import { userText } from "../src/core/message.ts";
import { createMockProvider } from "../src/mock-provider/mock-provider.ts";
import { immediatePacer } from "../src/mock-provider/sending/pacer.ts";
import type { Provider } from "../src/ports.ts";
import { anthropicProvider } from "../src/providers/anthropic.ts";
import type { Effort, Rounds } from "./rounds.ts";
import type { Row } from "./row.ts";
import { spreadOf } from "./spread.ts";
import { nowNs } from "./stopwatch.ts";

const rounds: Rounds = { warmUp: 2, measured: 9 };
const abortsOfRound = 100;
const limitMs = 5;

/** From an abort in the middle of a stream until our client has ended and the mock knows that its reader is gone. */
export async function abortRows(push: (row: Row) => void, effort: Effort): Promise<void> {
  for (const [where, open] of [
    ["in process", openInProcess],
    ["over loopback", openOverLoopback],
  ] as const) {
    const ratios: number[] = [];
    const { warmUp, measured } = effort(rounds);
    for (let round = 0; round < warmUp + measured; round++) {
      const slowestMs = await slowOfRound(open);
      if (round >= warmUp) ratios.push(slowestMs / limitMs);
    }
    push({
      name: `the 99th of 100 aborts, ${where}`,
      ours: `${(spreadOf(ratios).median * limitMs).toFixed(1)} ms`,
      peer: `${limitMs.toFixed(1)} ms`,
      ratio: spreadOf(ratios),
      floor: { type: "at-most", value: 1 },
    });
  }
}

interface Line {
  readonly provider: Provider;
  /** The mock's side of the next abort. */
  aborted(): Promise<void>;
  close(): Promise<void>;
}

async function slowOfRound(open: () => Line): Promise<number> {
  const line = open();
  const tookMs: number[] = [];
  for (let nth = 0; nth < abortsOfRound; nth++) tookMs.push(await abortOnce(line));
  await line.close();
  return tookMs.toSorted((a, b) => a - b)[abortsOfRound - 2]!;
}

async function abortOnce({ provider, aborted }: Line): Promise<number> {
  const stop = new AbortController();
  const gone = aborted();
  let startedAtNs: number | null = null;
  for await (const events of provider.stream(request, stop.signal)) {
    if (startedAtNs !== null || !events.some(({ type }) => type === "delta")) continue;
    startedAtNs = nowNs();
    stop.abort(new Error("enough"));
  }
  await gone;
  if (startedAtNs === null) throw new Error("nothing was streamed");
  return (nowNs() - startedAtNs) / 1e6;
}

/** A mock that says a word and then nothing more. */
function mockOf() {
  let tell = () => {};
  const mock = createMockProvider({
    source: { next: () => ({ type: "reply", reply, fault: { type: "stall", afterEvents: 4 } }) },
    pacer: immediatePacer,
    observer: { observe: ({ type }) => type === "aborted" && tell() },
    nowMs: realClock.nowMs,
  });
  const aborted = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    tell = resolve;
    return promise;
  };
  return { mock, aborted };
}

function openInProcess(): Line {
  const { mock, aborted } = mockOf();
  const provider = anthropicProvider({
    apiKey: "any",
    baseURL: "http://mock.invalid",
    fetchFor: mock.fetchFor,
    clock: realClock,
  });
  return { provider, aborted, close: async () => {} };
}

function openOverLoopback(): Line {
  const { mock, aborted } = mockOf();
  const server = openLoopbackServer({ hostname: "127.0.0.1", port: 0, answer: mock.serve });
  const provider = anthropicProvider({
    apiKey: "any",
    baseURL: `http://127.0.0.1:${server.port}`,
    clock: realClock,
  });
  return { provider, aborted, close: server.stop };
}

const reply = {
  parts: [{ type: "text", text: "Some words of a model that answers. ".repeat(8) }],
  stopReason: null,
  usage: {},
  delayMs: 0,
  chunkDelayMs: 0,
  chunking: { type: "events" },
  deltaCharacters: 20,
} as const;

const request: ModelRequest = {
  address: {
    tier: "tier3",
    trackId: trackId("track"),
    ticketId: ticketId("T-1"),
    attempt: 1,
    turn: 1,
    try: 1,
  },
  provider: "anthropic",
  model: "claude-opus-5",
  baseUrl: null,
  traits: {},
  body: {},
  maxOutputTokens: 1_000,
  outputSchema: null,
  system: "You write code.",
  messages: [userText("Do the ticket.")],
  tools: [],
  cacheBreakpoints: [],
};
