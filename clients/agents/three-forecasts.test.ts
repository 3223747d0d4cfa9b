import { describe, expect, test } from "bun:test";
import { rehearseAgent } from "rehearsal/sim";
import { ask as aiSdk } from "./ai-sdk.ts";
import { ask as langGraph } from "./langgraph.ts";
import { ask as llamaIndex } from "./llamaindex.ts";
import { ask as mastra } from "./mastra.ts";
import { ask as openaiAgents } from "./openai-agents.ts";
import { threeForecasts } from "./three-forecasts.ts";

interface Failure {
  readonly messages: readonly string[];
  readonly deviations: number;
  readonly faults: readonly string[];
  readonly deterministic: boolean;
  readonly code: string;
}

const failureOf = (rehearsing: Promise<unknown>): Promise<Failure | null> =>
  rehearsing.then(
    () => null,
    (error: { failures: readonly Failure[] }) => error.failures[0]!,
  );

describe.each([
  ["the AI SDK", aiSdk],
  ["LangGraph", langGraph],
  ["OpenAI Agents", openaiAgents],
  ["Mastra", mastra],
  ["LlamaIndex", llamaIndex],
] as const)("%s, unmodified", (name, ask) => {
  test("loses an update, which is found, shrunk and replayed", async () => {
    const scenario = threeForecasts(name, ask, "at once");
    const failure = await failureOf(rehearseAgent(scenario, { seeds: 50 }));
    expect(failure?.messages[0]).toStartWith("LOST UPDATE");
    expect(failure?.deterministic).toBe(true);
    expect(failure!.deviations + failure!.faults.length).toBeLessThanOrEqual(3);
    const again = await failureOf(rehearseAgent(scenario, { replay: failure!.code }));
    expect(again?.messages).toEqual(failure!.messages);
  });

  test("passes every seed where it counts in a row", async () => {
    const report = await rehearseAgent(threeForecasts(name, ask, "in a row"), { seeds: 25 });
    expect(report.requests.filter(({ fault }) => fault === "529")).toHaveLength(3);
  });
});
