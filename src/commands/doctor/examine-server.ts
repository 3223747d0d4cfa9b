import { realClock } from "../../clock/real-clock.ts";
import type { Config } from "../../config/define-config.ts";
import { settingsFrom } from "../../config/settings-from.ts";
import { type Address, ticketId, trackId } from "../../core/ids.ts";
import { userText } from "../../core/message.ts";
import type { ModelRequest } from "../../core/effect.ts";
import type { ModelChoice } from "../../core/settings.ts";
import { knows, type KnownTraits } from "../../core/server.ts";
import type { Provider, ProviderEvent } from "../../ports.ts";
import { loadPrompts } from "../../prompts/load-prompts.ts";
import {
  addressOf,
  missingKeyOf,
  namedAddress,
  providerNamed,
  realProvider,
  withAddress,
} from "../conduct/servers.ts";
import { errorMessage } from "../../core/words/error-message.ts";
import { askForModels, modelNames } from "./list-models.ts";
import { remedyFor } from "./remedy.ts";

/** What one server does of that which a run needs of it. */
export interface ServerExamination {
  readonly status: "ok" | "note" | "problem";
  readonly message: string;
}

/** A person waits for it; a local server may have to load its model first. */
const timeoutMs = 60_000;

/**
 * Examines the servers that the configuration or the environment names: one small call to each model of a run.
 * Where neither names any, nothing is asked: a call costs money.
 */
export async function examineServers(config: Config): Promise<readonly ServerExamination[]> {
  const { provider = "anthropic" } = config;
  const named = withAddress(config, provider);
  const tiers = Object.values(config.models ?? {});
  const hasServer =
    config.provider !== undefined ||
    namedAddress(config, provider) !== null ||
    tiers.some((tier) => typeof tier === "object" && tier.baseUrl !== undefined);
  if (!hasServer) return [];
  const choices = choicesOf(named);
  if (choices === null) return [await examineAddress(named)];
  return await Promise.all(choices.map((choice) => examineModel(choice, config)));
}

/** Aborts what a person has waited long enough for. */
async function inTime<Result>(action: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const limit = new AbortController();
  const over = new AbortController();
  realClock.until(realClock.nowMs() + timeoutMs, over.signal).then(
    () => limit.abort(new Error(`nothing came within ${timeoutMs / 1000} s`)),
    // It ended in time.
    () => {},
  );
  try {
    return await action(limit.signal);
  } finally {
    over.abort(new Error("over"));
  }
}

/** The models of a run, each server's once; `null`: none is named. */
function choicesOf(config: Config): readonly ModelChoice[] | null {
  try {
    const { models } = settingsFrom({ config, flags: {}, prompts: loadPrompts() });
    const byName = new Map(
      Object.values(models).map((choice) => [`${addressOf(choice)} ${choice.model}`, choice]),
    );
    return [...byName.values()];
  } catch {
    return null;
  }
}

/** Whether a server is there and takes the key, by its list of models. */
async function examineAddress(config: Config): Promise<ServerExamination> {
  const provider = config.provider ?? "anthropic";
  const baseUrl = config.baseUrl;
  const choice = { provider, ...(baseUrl !== undefined && { baseUrl }) };
  const missing = missingKeyOf(choice, config);
  if (missing !== null) return { status: "problem", message: missing };
  const baseURL = addressOf(choice);
  try {
    const response = await inTime((signal) => askForModels({ provider, baseURL, config, signal }));
    const where = `${provider} at ${baseURL}`;
    if (response.status === 401 || response.status === 403) {
      const message = `${where} refuses the key (HTTP ${response.status}).`;
      const failure = { code: "authentication", message } as const;
      const remedy = remedyFor({ provider, baseURL, config, failure, model: "", models: [] });
      return { status: "problem", message: `${message} ${remedy}` };
    }
    return {
      status: "note",
      message: `${where} answers (HTTP ${response.status} for its list of models); no model is named, so none was asked: name one under \`models\` in rehearsal.config.ts, or with --model.`,
    };
  } catch (error) {
    const failure = { code: "connection-failed", message: errorMessage(error) } as const;
    const remedy = remedyFor({ provider, baseURL, config, failure, model: "", models: [] });
    const message = `${baseURL} cannot be reached: ${failure.message}\n${remedy}`;
    return { status: "problem", message };
  }
}

/** More refusals than any sensible server has; each teaches how to ask next. */
const lessonsMax = 8;

/**
 * Asks a model for one call of a tool: whether it answers, streams, calls tools and tells what it took. What a refusal
 * teaches is heeded, as in a run.
 */
async function examineModel(choice: ModelChoice, config: Config): Promise<ServerExamination> {
  const missing = missingKeyOf(choice, config);
  if (missing !== null) return { status: "problem", message: missing };
  const baseURL = addressOf(choice);
  const where = `${choice.model} at ${baseURL}`;
  const look = newLook();
  const provider = realProvider(config, null, look.fetch);
  let learnt: KnownTraits = {};
  let events: readonly ProviderEvent[] = [];
  for (let lessons = 0; lessons <= lessonsMax; lessons++) {
    events = await askOnce(provider, { ...choice, traits: { ...choice.traits, ...learnt } });
    const last = events.at(-1);
    const teaches = last?.type === "failed" ? (last.failure.teaches ?? {}) : {};
    if (knows({ ...choice.traits, ...learnt }, teaches)) break;
    learnt = { ...learnt, ...teaches };
  }
  const last = events.at(-1);
  if (last?.type === "failed") {
    const { failure } = last;
    const said =
      failure.code === "cancelled" ? `nothing came within ${timeoutMs / 1000} s` : failure.message;
    const server = { provider: providerNamed(choice.provider), baseURL, config };
    const models =
      failure.code === "not-found"
        ? await inTime((signal) => modelNames({ ...server, signal }))
        : [];
    const remedy = remedyFor({ ...server, failure, model: choice.model, models });
    return { status: "problem", message: `${where}: ${said}${remedy === "" ? "" : `\n${remedy}`}` };
  }
  const has = (fits: (event: ProviderEvent) => boolean): boolean => events.some(fits);
  const lacks = [
    ...((await look.isStreamed())
      ? []
      : ["it does not stream, so nothing is seen of a reply before its end"]),
    ...(has((event) => event.type === "delta" && event.delta.type === "tool-use")
      ? []
      : ["it did not call the tool that it was asked to call (does the server parse its calls?)"]),
    ...(has(({ type }) => type === "usage")
      ? []
      : ["it does not tell what it took, so budgets go by estimates"]),
  ];
  const taught =
    Object.keys(learnt).length === 0
      ? ""
      : `\nIt refuses a part of requests, which each run finds out anew; to spare that, say in rehearsal.config.ts: servers: { ${JSON.stringify(baseURL)}: ${JSON.stringify(learnt)} }`;
  return lacks.length === 0
    ? {
        status: "ok",
        message: `${where} answers, streams, calls tools and tells its usage${taught}`,
      }
    : { status: "note", message: `${where} answers, but ${lacks.join("; ")}${taught}` };
}

const askOnce = (provider: Provider, choice: ModelChoice): Promise<readonly ProviderEvent[]> =>
  inTime(async (signal) => {
    const events: ProviderEvent[] = [];
    for await (const batch of provider.stream(probe(choice), signal)) events.push(...batch);
    return events;
  });

/** Sees how the last answer begins: events do not begin with a brace, whatever they call themselves. */
function newLook(): { readonly fetch: typeof fetch; isStreamed(): Promise<boolean> } {
  let beginning: Promise<string> = Promise.resolve("");
  const ask = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const response = await fetch(input, init);
    if (response.body === null) return response;
    const [own, seen] = response.body.tee();
    beginning = firstText(seen);
    return new Response(own, response);
  };
  return {
    fetch: Object.assign(ask, { preconnect: () => {} }),
    isStreamed: async () => !(await beginning).trimStart().startsWith("{"),
  };
}

async function firstText(body: ReadableStream<Uint8Array>): Promise<string> {
  const reader = body.getReader();
  try {
    const { value } = await reader.read();
    return new TextDecoder().decode(value);
  } catch {
    return "";
  } finally {
    void reader.cancel().catch(() => {});
  }
}

/** No run's: a scripted server has no reply for it. */
const probeAddress: Address = {
  tier: "tier3",
  trackId: trackId("doctor"),
  ticketId: ticketId("doctor"),
  attempt: 1,
  turn: 1,
  try: 1,
};

function probe(choice: ModelChoice): ModelRequest {
  const { provider, model, traits = {}, body = {} } = choice;
  return {
    address: probeAddress,
    provider,
    model,
    baseUrl: choice.baseUrl ?? null,
    traits,
    body,
    maxOutputTokens: 512,
    system: "You test whether tools can be called.",
    tools: [
      {
        name: "ready",
        description: "Says that tools can be called.",
        inputSchema: { type: "object", properties: { word: { type: "string" } } },
      },
    ],
    messages: [userText('Call the tool "ready" with the word "yes".')],
    cacheBreakpoints: [],
    outputSchema: null,
  };
}
