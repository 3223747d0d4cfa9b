import type { KnownTraits, ServerTraits } from "../core/server.ts";

/** A server that is known, with where that is known from. */
interface KnownServer {
  readonly domains: readonly string[];
  /** Of a model's name; absent: all. */
  readonly models?: RegExp;
  readonly traits: KnownTraits;
  readonly source: string;
}

/** How a server that nothing is known of is taken: one that follows OpenAI's older ways. */
const openaiDefaults: ServerTraits = {
  api: "chat",
  structuredOutput: "json_schema",
  outputLimit: "max_tokens",
  maxOutputTokens: null,
  asksForUsage: true,
  emptyContent: "null",
  systemPrompt: "message",
  additionalProperties: true,
  thoughts: "as-sent",
  unsignedThoughts: "as-sent",
  cacheMarks: true,
  streams: true,
  leftOut: [],
};

/** Later entries win. */
const openaiServers: readonly KnownServer[] = [
  {
    domains: ["openai.com", "openai.azure.com"],
    traits: { outputLimit: "max_completion_tokens" },
    source: "platform.openai.com/docs/api-reference/chat: max_tokens is deprecated",
  },
  {
    domains: ["openai.com"],
    models: /^(gpt-[\d.]+-(codex|pro)|codex-|o\d+-pro|o\d+-deep-research|computer-use)/,
    traits: { api: "responses" },
    source: "platform.openai.com/docs/models: these models serve Responses only",
  },
  {
    domains: ["deepseek.com"],
    traits: { structuredOutput: "json_object" },
    source: "api-docs.deepseek.com: response_format is text or json_object",
  },
  {
    domains: ["mistral.ai"],
    traits: { asksForUsage: false, thoughts: "never" },
    source:
      "openai/openai-agents-python#442: 422 for stream_options; the usage comes all the same; charmbracelet/crush#1590: 422 for reasoning_content",
  },
  {
    domains: ["volces.com", "byteplusapi.com"],
    traits: { structuredOutput: "json_object" },
    source: "nanobrowser/nanobrowser#47: json_schema is no valid response_format",
  },
  {
    domains: ["googleapis.com"],
    traits: { additionalProperties: false },
    source: "pontus-espe/agent-sdk-go#23: additionalProperties is an unknown name",
  },
];

const anthropicDefaults: ServerTraits = { ...openaiDefaults, structuredOutput: "json_schema" };

const anthropicServers: readonly KnownServer[] = [
  {
    domains: ["anthropic.com"],
    traits: { unsignedThoughts: "never" },
    source:
      "docs.claude.com, extended thinking: a thought comes back with its signature, unchanged",
  },
  {
    domains: ["googleapis.com", "amazonaws.com"],
    traits: { unsignedThoughts: "never", structuredOutput: "prompt" },
    source: "BerriAI/litellm#21407, anthropics/anthropic-sdk-python#1188: output_config is refused",
  },
];

export const isOpenaiHost = (baseURL: string): boolean =>
  isUnder(baseURL, ["openai.com", "openai.azure.com"]);
export const isAnthropicHost = (baseURL: string): boolean => isUnder(baseURL, ["anthropic.com"]);

/** What is known of a server of OpenAI's wires by its host and the model; `known` wins over it. */
export const openaiTraits = (baseURL: string, model: string, known: KnownTraits): ServerTraits =>
  traitsAt(openaiServers, openaiDefaults, { baseURL, model, known });

/** The same of a server of Anthropic's wire. */
export const anthropicTraits = (baseURL: string, model: string, known: KnownTraits): ServerTraits =>
  traitsAt(anthropicServers, anthropicDefaults, { baseURL, model, known });

function traitsAt(
  servers: readonly KnownServer[],
  defaults: ServerTraits,
  server: { readonly baseURL: string; readonly model: string; readonly known: KnownTraits },
): ServerTraits {
  const found = servers
    .filter(
      ({ domains, models }) =>
        isUnder(server.baseURL, domains) && (models?.test(server.model) ?? true),
    )
    .map(({ traits }) => traits);
  return Object.assign({}, defaults, ...found, server.known) as ServerTraits;
}

function isUnder(baseURL: string, domains: readonly string[]): boolean {
  if (!URL.canParse(baseURL)) return false;
  const { hostname } = new URL(baseURL);
  return domains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
}
