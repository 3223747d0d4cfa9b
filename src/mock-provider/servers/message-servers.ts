import type { KnownHabit } from "./habit.ts";
import type { ServerProfile } from "./server-profile.ts";

const noOutputConfig = (source: string): KnownHabit => ({
  type: "refuses",
  what: { type: "member", path: "output_config" },
  status: 400,
  words: "output_config: Extra inputs are not permitted",
  source,
});

const noUnsigned: KnownHabit = {
  type: "refuses",
  what: { type: "unsigned-thoughts" },
  status: 400,
  words: "messages.1.content.0: Invalid `signature` in `thinking` block",
  source: "docs.claude.com, extended thinking",
};

/** Servers that speak the Messages API. */
export const messageServers: readonly ServerProfile[] = [
  {
    name: "anthropic",
    title: "Anthropic",
    wire: "anthropic",
    baseURL: "https://api.anthropic.com",
    habits: [noUnsigned],
  },
  {
    name: "bedrock",
    title: "Claude on Bedrock",
    wire: "anthropic",
    baseURL: "https://bedrock-runtime.us-east-1.amazonaws.com/anthropic",
    habits: [
      noOutputConfig("BerriAI/litellm#21407"),
      noUnsigned,
      { type: "tool-ids", as: "bedrock", source: "docs.aws.amazon.com, Anthropic Claude messages" },
      { type: "message-usage", as: "twice", source: "cline/cline#4346" },
    ],
  },
  {
    name: "vertex",
    title: "Claude on Vertex",
    wire: "anthropic",
    baseURL: "https://us-east5-aiplatform.googleapis.com/anthropic",
    habits: [
      noOutputConfig("anthropics/anthropic-sdk-python#1188"),
      noUnsigned,
      { type: "pings", source: "anthropics/anthropic-sdk-typescript#867" },
    ],
  },
  {
    name: "deepseek-anthropic",
    title: "DeepSeek, on Anthropic's wire",
    wire: "anthropic",
    baseURL: "https://api.deepseek.com/anthropic",
    habits: [
      { type: "unsigned-thoughts", source: "NousResearch/hermes-agent#17455" },
      noOutputConfig("vectorize-io/hindsight#3300"),
      { type: "no-message-stop", source: "esengine/DeepSeek-Reasonix#8756" },
      { type: "message-usage", as: "at-the-start", source: "envoyproxy/ai-gateway#1631" },
    ],
  },
  {
    name: "kimi-anthropic",
    title: "Kimi, on Anthropic's wire",
    wire: "anthropic",
    baseURL: "https://api.moonshot.ai/anthropic",
    habits: [
      { type: "unsigned-thoughts", source: "borawong/AiMaMi#10" },
      { type: "tool-ids", as: "illegal", source: "farion1231/cc-switch#3351" },
      { type: "message-usage", as: "at-the-end", source: "sgl-project/sglang#20678" },
    ],
  },
  {
    name: "glm-anthropic",
    title: "GLM, on Anthropic's wire",
    wire: "anthropic",
    baseURL: "https://api.z.ai/api/anthropic",
    habits: [
      { type: "input-first", source: "bridges, as the official client keeps it" },
      { type: "end-turn-beside-calls", source: "BerriAI/litellm#12481" },
      { type: "errors", as: "code-and-msg", source: "docs.z.ai, errors" },
    ],
  },
  {
    name: "minimax-anthropic",
    title: "MiniMax, on Anthropic's wire",
    wire: "anthropic",
    baseURL: "https://api.minimax.io/anthropic",
    habits: [
      { type: "signature-first", source: "bridges" },
      { type: "pings", source: "MiniMax-AI/MiniMax-M2#109" },
      { type: "tool-ids", as: "numbered", source: "brainlid/langchain#620" },
      { type: "stop-reason-twice", source: "vybestack/llxprt-code#1860" },
    ],
  },
  {
    name: "bridge",
    title: "a bridge to Anthropic's wire of the careless kind",
    wire: "anthropic",
    baseURL: "https://bridge.invalid",
    habits: [
      { type: "no-event-names", source: "proxies: anthropics/anthropic-sdk-python#1477" },
      { type: "bare-start", source: "farion1231/cc-switch#2303" },
      { type: "index-zero", source: "Shelpuk-AI-Technology-Consulting/kitty-bridge#116" },
      { type: "no-block-stops", source: "farion1231/cc-switch#2303" },
      { type: "unknown-kinds", source: "docs.claude.com, versioning" },
      { type: "message-usage", as: "at-the-end", source: "sgl-project/sglang#20678" },
      { type: "stream-errors", as: "no-event", source: "anthropics/anthropic-sdk-python#1477" },
    ],
  },
];
