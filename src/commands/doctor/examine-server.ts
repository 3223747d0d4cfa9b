import { realClock } from "../../clock/real-clock.ts";
import type { Config } from "../../config/define-config.ts";
import { serverConfigOf } from "../../config/server-address.ts";
import { settingsFrom } from "../../config/settings-from.ts";
import { type Address, ticketId, trackId } from "../../core/ids.ts";
import { userText } from "../../core/message.ts";
import type { ModelRequest } from "../../core/effect.ts";
import type { ModelChoice } from "../../core/settings.ts";
import type { ProviderEvent } from "../../ports.ts";
import { loadPrompts } from "../../prompts/load-prompts.ts";
import {
  addressOf,
  credentialsFor,
  missingKeyOf,
  namedAddress,
  realProvider,
  withAddress,
} from "../conduct/servers.ts";
import { errorMessage } from "../../core/words/error-message.ts";

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

/** Asks a server for its list of models, which costs nothing: whether it is there and takes the key. */
async function examineAddress(config: Config): Promise<ServerExamination> {
  const provider = config.provider ?? "anthropic";
  const baseUrl = config.baseUrl;
  const choice = { provider, ...(baseUrl !== undefined && { baseUrl }) };
  const missing = missingKeyOf(choice, config);
  if (missing !== null) return { status: "problem", message: missing };
  const baseURL = addressOf(choice);
  const { apiKey, authToken } = credentialsFor(provider, baseURL, config);
  const bearer = authToken ?? (provider === "openai" ? apiKey : null);
  const url = new URL(baseURL);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}${provider === "anthropic" ? "/v1/models" : "/models"}`;
  try {
    const headers = {
      ...serverConfigOf(config, baseURL).headers,
      ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
      ...(provider === "anthropic" && apiKey !== null && { "x-api-key": apiKey }),
      ...(provider === "anthropic" && { "anthropic-version": "2023-06-01" }),
    };
    const response = await inTime((signal) => fetch(url, { headers, redirect: "manual", signal }));
    const where = `${provider} at ${baseURL}`;
    if (response.status === 401 || response.status === 403)
      return { status: "problem", message: `${where} refuses the key (HTTP ${response.status}).` };
    return {
      status: "note",
      message: `${where} answers (HTTP ${response.status} for its list of models); no model is named, so none was asked: name one under \`models\` in rehearsal.config.ts, or with --model.`,
    };
  } catch (error) {
    const reason = errorMessage(error);
    return { status: "problem", message: `${baseURL} cannot be reached: ${reason}` };
  }
}

/** Asks a model for one call of a tool: whether it answers, streams, calls tools and tells what it took. */
async function examineModel(choice: ModelChoice, config: Config): Promise<ServerExamination> {
  const missing = missingKeyOf(choice, config);
  if (missing !== null) return { status: "problem", message: missing };
  const where = `${choice.model} at ${addressOf(choice)}`;
  const look = newLook();
  const events = await inTime(async (signal) => {
    const all: ProviderEvent[] = [];
    for await (const batch of realProvider(config, null, look.fetch).stream(
      probe(choice),
      signal,
    )) {
      all.push(...batch);
    }
    return all;
  });
  const last = events.at(-1);
  if (last?.type === "failed") {
    const { code, message } = last.failure;
    const said = code === "cancelled" ? `nothing came within ${timeoutMs / 1000} s` : message;
    return { status: "problem", message: `${where}: ${said}` };
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
  return lacks.length === 0
    ? { status: "ok", message: `${where} answers, streams, calls tools and tells its usage` }
    : { status: "note", message: `${where} answers, but ${lacks.join("; ")}` };
}

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
