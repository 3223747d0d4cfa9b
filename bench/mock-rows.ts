import Anthropic from "@anthropic-ai/sdk";
import { LLMock } from "@copilotkit/aimock";
import { FetchInterceptor } from "@mswjs/interceptors/fetch/web";
import { getResponse, http, HttpResponse } from "msw";
import { defineNetwork, InterceptorSource } from "msw/experimental";
import { realClock } from "../src/clock/real-clock.ts";
import { openLoopbackServer } from "../src/commands/serve/loopback-server.ts";
import { createMockProvider } from "../src/mock-provider/mock-provider.ts";
import { silentObserver } from "../src/mock-provider/observer.ts";
import { immediatePacer } from "../src/mock-provider/sending/pacer.ts";
import type { Effort, Rounds } from "./rounds.ts";
import type { Row } from "./row.ts";
import { spreadOf } from "./spread.ts";
import { nowNs } from "./stopwatch.ts";

/** Many and short: what else the machine does then hits both, and few of them. */
const rounds: Rounds = { warmUp: 3, measured: 25 };
const requestsPerRound = 200;
/** Requests under way at the same time, as with a swarm of workers. */
const abreast = 8;

const words = "Some words of a model that answers. ".repeat(8);
const origin = "http://mock.invalid";
const asked = {
  model: "claude-opus-5",
  max_tokens: 1_000,
  messages: [{ role: "user" as const, content: "hello" }],
};

/** Somebody that answers Anthropic's client. */
interface Contender {
  readonly client: Anthropic;
  close(): Promise<void>;
}

/** Requests a second of our mock over those of others, by one client in one process, in turns. */
export async function mockRows(push: (row: Row) => void, effort: Effort): Promise<void> {
  const floor = { type: "at-least", value: 1 } as const;
  const how = effort(rounds);
  for (const [kind, ask] of [
    ["whole", askWhole],
    ["streamed", askStreamed],
  ] as const) {
    push({
      ...(await compare(`${kind}, over loopback, against aimock`, how, ask, oursServed, aimock)),
      floor,
    });
    push({
      ...(await compare(
        `${kind}, in process, against MSW as it is used`,
        how,
        ask,
        ours,
        mswNetwork,
      )),
      floor,
    });
    push({
      ...(await compare(
        `${kind}, in process, against one bare handler`,
        how,
        ask,
        ours,
        mswHandler,
      )),
      floor: null,
    });
  }
}

type Ask = (client: Anthropic) => Promise<string>;
type Open = () => Contender | Promise<Contender>;

const askWhole: Ask = async (client) => {
  const [block] = (await client.messages.create(asked)).content;
  return block?.type === "text" ? block.text : "";
};

const askStreamed: Ask = async (client) => {
  let text = "";
  for await (const event of await client.messages.create({ ...asked, stream: true }))
    if (event.type === "content_block_delta" && event.delta.type === "text_delta")
      text += event.delta.text;
  return text;
};

async function compare(
  name: string,
  { warmUp, measured }: Rounds,
  ask: Ask,
  openOurs: Open,
  openPeer: Open,
): Promise<Omit<Row, "floor">> {
  const ratios: number[] = [];
  let last = { ours: 0, peer: 0 };
  for (let round = 0; round < warmUp + measured; round++) {
    // Whoever goes first does so every other time.
    const isOursFirst = round % 2 === 0;
    const first = await perSecond(ask, isOursFirst ? openOurs : openPeer);
    const second = await perSecond(ask, isOursFirst ? openPeer : openOurs);
    last = isOursFirst ? { ours: first, peer: second } : { ours: second, peer: first };
    if (round >= warmUp) ratios.push(last.ours / last.peer);
  }
  return { name, ours: rateText(last.ours), peer: rateText(last.peer), ratio: spreadOf(ratios) };
}

const rateText = (rate: number): string => `${Math.round(rate).toLocaleString("en-US")}/s`;

async function perSecond(ask: Ask, open: Open): Promise<number> {
  const { client, close } = await open();
  Bun.gc(true);
  const startedAtNs = nowNs();
  let left = requestsPerRound;
  const work = async () => {
    while (left-- > 0)
      if ((await ask(client)) !== words) throw new Error("the answer was not what was scripted");
  };
  await Promise.all(Array.from({ length: abreast }, work));
  const seconds = (nowNs() - startedAtNs) / 1e9;
  await close();
  return requestsPerRound / seconds;
}

function clientOf(baseURL: string, fetchOf?: typeof fetch): Anthropic {
  const client = { apiKey: "any", baseURL, maxRetries: 0 };
  return new Anthropic(fetchOf === undefined ? client : { ...client, fetch: fetchOf });
}

function ourMock() {
  const reply = {
    parts: [{ type: "text", text: words }],
    stopReason: null,
    usage: {},
    delayMs: 0,
    chunkDelayMs: 0,
    chunking: { type: "events" },
    deltaCharacters: 20,
  } as const;
  return createMockProvider({
    source: { next: () => ({ type: "reply", reply, fault: null }) },
    pacer: immediatePacer,
    observer: silentObserver,
    nowMs: realClock.nowMs,
  });
}

const ours: Open = () => ({ client: clientOf(origin, ourMock().fetch), close: async () => {} });

const oursServed: Open = () => {
  const mock = ourMock();
  const server = openLoopbackServer({
    hostname: "127.0.0.1",
    port: 0,
    answer: mock.serve,
  });
  return { client: clientOf(`http://127.0.0.1:${server.port}`), close: server.stop };
};

const aimock: Open = async () => {
  const mock = new LLMock({ port: 0, chunkSize: 20 });
  mock.onMessage("hello", { content: words });
  await mock.start();
  return { client: clientOf(mock.url), close: async () => void (await mock.stop()) };
};

/** The least that a handler can do: the same bytes each time. */
const bareHandler = http.post(`${origin}/v1/messages`, async ({ request }) => {
  const body = (await request.json()) as { stream?: boolean };
  return body.stream === true
    ? new HttpResponse(readyStream, { headers: { "content-type": "text/event-stream" } })
    : HttpResponse.json(message);
});

const usage = { input_tokens: 5, output_tokens: 70 };
const frame = {
  id: "msg_bench",
  type: "message",
  role: "assistant",
  model: asked.model,
  stop_reason: null,
  stop_sequence: null,
  usage,
};
const message = { ...frame, content: [{ type: "text", text: words }], stop_reason: "end_turn" };
const readyStream = [
  { type: "message_start", message: { ...frame, content: [] } },
  { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
  ...(words.match(/.{1,20}/g) ?? []).map((text) => ({
    type: "content_block_delta",
    index: 0,
    delta: { type: "text_delta", text },
  })),
  { type: "content_block_stop", index: 0 },
  { type: "message_delta", delta: { stop_reason: "end_turn", stop_sequence: null }, usage },
  { type: "message_stop" },
]
  .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
  .join("");

const mswHandler: Open = () => {
  const answer = async (input: string | URL | Request, init?: RequestInit) =>
    (await getResponse([bareHandler], new Request(input, init))) ?? Response.error();
  return {
    client: clientOf(origin, Object.assign(answer, { preconnect: () => {} })),
    close: async () => {},
  };
};

type Interceptor = ConstructorParameters<typeof InterceptorSource>[0]["interceptors"][number];

/** `setupServer` of this version of MSW does not see Bun's `fetch`; this is what it stands for. */
const mswNetwork: Open = async () => {
  // Its types are declared apart from those that MSW knows.
  const interceptor = new FetchInterceptor() as unknown as Interceptor;
  const network = defineNetwork({
    sources: [new InterceptorSource({ interceptors: [interceptor] })],
    handlers: [bareHandler],
    context: { quiet: true },
  });
  await network.enable();
  return {
    client: clientOf(origin, globalThis.fetch),
    close: async () => void (await network.disable()),
  };
};
