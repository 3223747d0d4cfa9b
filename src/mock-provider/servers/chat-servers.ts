import type { KnownHabit } from "./habit.ts";
import { noJsonSchema } from "./json-schema-refused.ts";
import type { ServerProfile } from "./server-profile.ts";

const noMaxTokens: KnownHabit = {
  type: "refuses",
  what: { type: "member", path: "max_tokens" },
  status: 400,
  words:
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
  param: "max_tokens",
  source: "OpenHands/OpenHands#11662",
};

/** Vendors whose servers speak Chat Completions. */
export const chatServers: readonly ServerProfile[] = [
  {
    name: "openai",
    title: "OpenAI",
    wire: "openai-chat",
    baseURL: "https://api.openai.com/v1",
    habits: [
      noMaxTokens,
      {
        type: "more-members",
        members: { obfuscation: "aB3" },
        source: "platform.openai.com/docs/api-reference/chat-streaming",
      },
    ],
  },
  {
    name: "azure",
    title: "Azure OpenAI",
    wire: "openai-chat",
    baseURL: "https://example.openai.azure.com/openai/v1",
    habits: [
      noMaxTokens,
      { type: "idle-chunks", as: "filter-results", source: "microsoft/autogen#6465" },
      { type: "waits-told", as: "words", source: "learn.microsoft.com, Azure OpenAI quotas" },
    ],
  },
  {
    name: "deepseek",
    title: "DeepSeek",
    wire: "openai-chat",
    baseURL: "https://api.deepseek.com/v1",
    habits: [
      noJsonSchema("This response_format type is unavailable now", "api-docs.deepseek.com"),
      {
        type: "refuses",
        what: { type: "member", path: "max_tokens", above: 8192 },
        status: 400,
        words: "Invalid max_tokens value, the valid range of max_tokens is [1, 8192]",
        source: "api-docs.deepseek.com, chat completion: max_tokens",
      },
      {
        type: "always-thinks",
        text: "Let me see.",
        source: "api-docs.deepseek.com, thinking mode",
      },
      {
        type: "refuses",
        what: { type: "no-thoughts", member: "reasoning_content" },
        status: 400,
        words: "Missing `reasoning_content` field in the assistant message: it must be passed back",
        source: "continuedev/continue#10193",
      },
      {
        type: "waits",
        text: ": keep-alive",
        times: 2,
        everyMs: 100,
        source: "api-docs.deepseek.com, rate limit",
      },
      { type: "usage", as: "cache-hits", source: "api-docs.deepseek.com, context caching" },
    ],
  },
  {
    name: "kimi",
    title: "Kimi, of Moonshot AI",
    wire: "openai-chat",
    baseURL: "https://api.moonshot.ai/v1",
    habits: [
      { type: "always-thinks", text: "", source: "farion1231/cc-switch#3351" },
      {
        type: "refuses",
        what: { type: "no-thoughts", member: "reasoning_content" },
        status: 400,
        words:
          "thinking is enabled but reasoning_content is missing in assistant tool call message at index 2",
        source: "farion1231/cc-switch#3351",
      },
      { type: "call-ids", as: "numbered", source: "vllm-project/vllm#50295" },
      { type: "usage", as: "in-choice", source: "platform.moonshot.ai/docs, streaming" },
    ],
  },
  {
    name: "glm",
    title: "GLM, of Z.ai (Zhipu)",
    wire: "openai-chat",
    baseURL: "https://api.z.ai/api/paas/v4",
    habits: [
      { type: "arguments", as: "one-piece", source: "docs.z.ai, tool streaming is off by default" },
      { type: "role-in-each", source: "docs.z.ai, streaming" },
      { type: "usage", as: "with-finish", source: "docs.z.ai, streaming" },
      { type: "errors", as: "code-and-msg", source: "docs.z.ai, errors" },
      noJsonSchema("Invalid API parameter: response_format.type", "docs.z.ai, structured output"),
    ],
  },
  {
    name: "minimax",
    title: "MiniMax",
    wire: "openai-chat",
    baseURL: "https://api.minimax.io/v1",
    habits: [
      { type: "absent-members", as: "null", source: "MiniMax-AI/MiniMax-M2.5#2" },
      { type: "role-in-each", source: "MiniMax-AI/MiniMax-M2.5#2" },
      {
        type: "thoughts-in",
        as: "details",
        source: "platform.minimax.io/docs, where `reasoning_split` is asked for; else in tags",
      },
      { type: "errors", as: "base-resp", source: "langgenius/dify#1336" },
      {
        type: "refuses",
        what: { type: "roles-out-of-turn" },
        status: 400,
        words: "invalid params, messages: role user must alternate with assistant",
        source: "BigPizzaV3/CodexPlusPlus#267",
      },
    ],
  },
  {
    name: "qwen",
    title: "Qwen, on DashScope",
    wire: "openai-chat",
    baseURL: "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
    habits: [
      {
        type: "event-head",
        lines: ["id:#", "event:result", ":HTTP_STATUS/200"],
        source: "help.aliyun.com, DashScope streaming",
      },
      { type: "no-space", source: "help.aliyun.com, DashScope streaming" },
      { type: "absent-members", as: "null", source: "sgl-project/sglang#3912" },
      { type: "call-ids", as: "empty-later", source: "vercel/ai, recorded streams of Alibaba" },
    ],
  },
  {
    name: "mistral",
    title: "Mistral",
    wire: "openai-chat",
    baseURL: "https://api.mistral.ai/v1",
    habits: [
      {
        type: "refuses",
        what: { type: "member", path: "stream_options" },
        status: 422,
        words: "body.stream_options: Extra inputs are not permitted",
        source: "openai/openai-agents-python#442",
      },
      { type: "thoughts-in", as: "parts", source: "BerriAI/litellm#16272" },
      {
        type: "refuses",
        what: { type: "thoughts", members: ["reasoning_content", "reasoning"] },
        status: 422,
        words: "body.messages.2.assistant.reasoning_content: Extra inputs are not permitted",
        source: "charmbracelet/crush#1590",
      },
      { type: "arguments", as: "one-piece", source: "docs.mistral.ai, function calling" },
      { type: "call-ids", as: "nine-characters", source: "mistralai/client-js#69" },
      {
        type: "refuses",
        what: { type: "call-ids", pattern: "^[a-zA-Z0-9]{9}$" },
        status: 400,
        words: "Tool call id must be a-z, A-Z, 0-9, with a length of 9.",
        source: "jackmpcollins/magentic#276",
      },
      { type: "usage", as: "with-finish", source: "openai/openai-agents-python#442" },
      { type: "errors", as: "detail-list", source: "openai/openai-agents-python#442" },
    ],
  },
  {
    name: "groq",
    title: "Groq",
    wire: "openai-chat",
    baseURL: "https://api.groq.com/openai/v1",
    habits: [
      noJsonSchema(
        "This model does not support response format `json_schema`.",
        "langchain-ai/langchain#23629",
      ),
      { type: "thoughts-in", as: "reasoning", source: "console.groq.com/docs/reasoning" },
      {
        type: "refuses",
        what: { type: "thoughts", members: ["reasoning_content"] },
        status: 400,
        words: "'messages.2' : for 'role:assistant' property 'reasoning_content' is unsupported",
        source: "janhq/jan#8136",
      },
      { type: "arguments", as: "one-piece", source: "console.groq.com/docs/tool-use" },
      {
        type: "call-ids",
        as: "nine-characters",
        source: "vercel/ai, recorded streams of Groq",
      },
      { type: "usage", as: "x-groq", source: "console.groq.com/docs/text-chat" },
      { type: "waits-told", as: "words", source: "langchain4j/langchain4j#2585" },
    ],
  },
  {
    name: "xai",
    title: "xAI",
    wire: "openai-chat",
    baseURL: "https://api.x.ai/v1",
    habits: [
      { type: "arguments", as: "one-piece", source: "docs.x.ai, function calling" },
      { type: "usage", as: "thoughts-beside", source: "docs.x.ai, reasoning" },
      { type: "errors", as: "text-member", source: "docs.x.ai, errors" },
    ],
  },
  {
    name: "openrouter",
    title: "OpenRouter",
    wire: "openai-chat",
    baseURL: "https://openrouter.ai/api/v1",
    habits: [
      {
        type: "comment",
        text: " OPENROUTER PROCESSING",
        at: "first",
        source: "openai/openai-go#227",
      },
      { type: "role-in-each", source: "openrouter.ai/docs, streaming" },
      { type: "thoughts-in", as: "details", source: "microsoft/agent-framework#2947" },
      { type: "more-members", members: { provider: "Somebody" }, source: "openrouter.ai/docs" },
      {
        type: "usage",
        as: "behind-finish",
        source: "pydantic/pydantic-ai, recorded streams of OpenRouter",
      },
      { type: "errors", as: "metadata-raw", source: "karthink/gptel#927" },
      { type: "stream-errors", as: "finish-reason", source: "damianvtran/local-operator#223" },
    ],
  },
  {
    name: "gemini",
    title: "Gemini's endpoint for OpenAI's wire",
    wire: "openai-chat",
    baseURL: "https://generativelanguage.googleapis.com/v1beta/openai",
    habits: [
      {
        type: "refuses",
        what: { type: "keyword", name: "additionalProperties" },
        status: 400,
        words:
          'Invalid JSON payload received. Unknown name "additionalProperties": Cannot find field.',
        source: "pontus-espe/agent-sdk-go#23",
      },
      { type: "arguments", as: "one-piece", source: "ai.google.dev/gemini-api/docs/openai" },
      { type: "call-index", as: "zero", source: "BerriAI/litellm#37792" },
      { type: "signed-calls", source: "labring/aiproxy#450" },
      { type: "signed-words", source: "pydantic/pydantic-ai, tests of Gemini's endpoint" },
      {
        type: "refuses",
        what: { type: "unsigned-calls" },
        status: 400,
        words: "Function call is missing a thought_signature in functionCall parts.",
        source: "TokenRhythm/opensquilla#225",
      },
      { type: "finish", as: "stop-beside-calls", source: "BerriAI/litellm#12481" },
      { type: "usage", as: "thoughts-beside", source: "mozilla-ai/any-llm#1290" },
      { type: "errors", as: "list", source: "FuzzAnything/PromptFuzz#42" },
      { type: "waits-told", as: "retry-info", source: "OpenHikmah/openhikmah-web#588" },
    ],
  },
];
