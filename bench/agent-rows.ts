import { createAnthropic } from "@ai-sdk/anthropic";
import { stepCountIs, streamText, tool } from "ai";
import { z } from "zod";
import { agent } from "../src/agents/agent.ts";
import { drawAgentTrial } from "../src/agents/agent-trial.ts";
import { says, uses } from "../src/sim/dsl/part.ts";
import { reply } from "../src/sim/dsl/reply.ts";
import type { Effort, Rounds } from "./rounds.ts";
import type { Row } from "./row.ts";
import { spreadOf } from "./spread.ts";
import { nowNs } from "./stopwatch.ts";

const cities = ["Oslo", "Rome", "Lima"];
const rounds: Rounds = { warmUp: 15, measured: 60 };

/** What one schedule of three agents costs over the same program against a stub, by turns in one process. */
export async function agentRows(push: (row: Row) => void, effort: Effort): Promise<void> {
  const stub = stubOf(await record());
  const ratios: number[] = [];
  let last = { ours: 0, peer: 0 };
  const { warmUp, measured } = effort(rounds);
  for (let round = 0; round < warmUp + measured; round++) {
    const ours = await milliseconds(() => rehearse(round));
    const peer = await milliseconds(() => research(stub));
    last = { ours, peer };
    if (round >= warmUp) ratios.push(ours / peer);
  }
  push({
    name: "AI SDK, three conversations of two turns",
    ours: `${last.ours.toFixed(1)} ms`,
    peer: `${last.peer.toFixed(1)} ms`,
    ratio: spreadOf(ratios),
    floor: { type: "at-most", value: 3 },
  });
}

const scenario = agent({
  name: "three forecasts",
  replies: cities.flatMap((city) => [
    reply(says(`Looking at ${city}. `), uses("weather", { city })).when(`weather of ${city}`),
    reply(says(`It rains in ${city}, and it will rain tomorrow, too.`)),
  ]),
  run: ({ fetch }) => research(fetch),
});

async function rehearse(seed: number): Promise<void> {
  const { failures } = await drawAgentTrial(scenario, seed, { swarm: false });
  if (failures.length > 0) throw new Error(failures[0]!.message);
}

async function research(fetch: typeof globalThis.fetch): Promise<void> {
  const anthropic = createAnthropic({ apiKey: "any", baseURL: "http://model.invalid/v1", fetch });
  await Promise.all(
    cities.map(async (city) => {
      const { textStream } = streamText({
        model: anthropic("claude-sonnet-5"),
        prompt: `weather of ${city}`,
        tools: {
          weather: tool({
            description: "The weather of a city",
            inputSchema: z.object({ city: z.string() }),
            execute: async () => "rain",
          }),
        },
        stopWhen: stepCountIs(4),
      });
      let text = "";
      for await (const part of textStream) text += part;
      if (!text.endsWith("tomorrow, too.")) throw new Error(`unexpected: ${text}`);
    }),
  );
}

/** The chunks of each answer that the mock gave, by conversation and turn. */
type Recorded = ReadonlyMap<string, readonly Uint8Array[]>;

const keyOf = (body: string): string =>
  `${cities.find((city) => body.includes(`weather of ${city}`))} ${body.includes("tool_result")}`;

async function record(): Promise<Recorded> {
  const recorded = new Map<string, Uint8Array[]>();
  const recording = agent({
    ...{ name: "recording", replies: scenario.models[0]!.replies },
    async run({ fetch }) {
      const keep = async (...[input, init]: Parameters<typeof fetch>) => {
        const response = await fetch(input, init);
        const chunks = await Array.fromAsync(response.body!);
        recorded.set(keyOf(String(init?.body)), chunks);
        return new Response(new Blob(chunks), response);
      };
      await research(Object.assign(keep, { preconnect: () => {} }));
    },
  });
  const { failures } = await drawAgentTrial(recording, 0, { swarm: false });
  if (failures.length > 0) throw new Error(failures[0]!.message);
  return recorded;
}

/** The least that can answer: the same chunks, as they are asked for. */
function stubOf(recorded: Recorded): typeof fetch {
  const headers = { "content-type": "text/event-stream" };
  const answer = async (...[, init]: Parameters<typeof fetch>) => {
    const chunks = recorded.get(keyOf(String(init?.body)))!.values();
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          const { value, done } = chunks.next();
          if (done === true) controller.close();
          else controller.enqueue(value);
        },
      },
      { highWaterMark: 0 },
    );
    return new Response(body, { headers });
  };
  return Object.assign(answer, { preconnect: () => {} });
}

async function milliseconds(work: () => Promise<void>): Promise<number> {
  const startedAtNs = nowNs();
  await work();
  return (nowNs() - startedAtNs) / 1e6;
}
