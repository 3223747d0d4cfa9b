import type { Effect, ModelRequest } from "../../../src/core/effect.ts";
import type { Settings } from "../../../src/core/settings.ts";
import { noUsage, type Usage } from "../../../src/core/ledger/usage.ts";
import {
  approval,
  type Collaborators,
  replyingCollaborators,
  settle,
  start,
} from "../collaborators.ts";
import type { Driver } from "../driver.ts";
import { sampleSettings } from "../sample-settings.ts";

/** What a worker does in one turn, and what comes of it. */
export interface WorkerTurn {
  readonly says: string;
  /** One call for each text, which is its output. */
  readonly outputs: readonly string[];
}

export interface WorkerRun {
  readonly ticket: string;
  readonly turns: readonly WorkerTurn[];
  readonly contextTokens: number | null;
  readonly maxOutputTokens: number;
  /** Tokens that the provider sees in a character of a request's JSON. */
  readonly tokensPerCharacter: number;
}

export const workerSession = "tier3:T-1:1";

/** Takes one worker through its turns; everyone else is willing, and nothing is gated. */
export function runWorker(driver: Driver, run: WorkerRun): void {
  start(driver, settingsOf(run));
  const collaborators = collaboratorsOf(driver, run);
  for (;;) {
    const effect = driver.wanted()[0];
    if (effect !== undefined) settleEffect(driver, effect, run, collaborators);
    else {
      const [open] = driver.state().openPopups.values();
      if (driver.state().ended !== null || open === undefined) return;
      driver.answer(open.popup.id, approval(open.popup));
    }
  }
}

function settingsOf(run: WorkerRun): Partial<Settings> {
  const { models, prompts } = sampleSettings();
  const { contextTokens, maxOutputTokens } = run;
  return {
    turns: run.turns.length + 2,
    attempts: 1,
    rules: [{ action: "allow" }],
    models: { ...models, tier3: { ...models.tier3, contextTokens, maxOutputTokens } },
    prompts: {
      ...prompts,
      ticket: run.ticket,
      system: { ...prompts.system, tier3: "You are a worker." },
    },
  };
}

function collaboratorsOf(driver: Driver, { turns, tokensPerCharacter }: WorkerRun): Collaborators {
  return replyingCollaborators({ A: [{ id: "T-1" }] }, ({ tier, turn }) => {
    const planned = driver.planned.findLast((effect) => effect.type === "model");
    const usage = usageOf(planned?.type === "model" ? planned.request : null, tokensPerCharacter);
    if (tier !== "tier3") return null;
    const next = turns[turn - 1];
    if (next === undefined) return { text: "done", usage };
    const calls = next.outputs.map((_, index) => ({
      tool: "read",
      input: { file_path: `${index}` },
    }));
    return { text: next.says, calls, usage };
  });
}

function usageOf(request: ModelRequest | null, tokensPerCharacter: number): Usage {
  const { messages, tools, system } = request ?? { messages: [], tools: [], system: "" };
  const characters = JSON.stringify({ messages, tools, system }).length;
  return { ...noUsage, inputTokens: Math.ceil(characters * tokensPerCharacter), outputTokens: 5 };
}

function settleEffect(
  driver: Driver,
  effect: Effect,
  { turns }: WorkerRun,
  collaborators: Collaborators,
): void {
  if (effect.type !== "tool") return settle(driver, effect, collaborators);
  const { turn } = driver.state().sessions.get(workerSession as never)!;
  const text = turns[turn - 1]!.outputs[Number(effect.call.input["file_path"])]!;
  driver.feed({ type: "tool-ended", effectId: effect.id, text, isError: false });
}
