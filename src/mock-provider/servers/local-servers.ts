import { noJsonSchema } from "./json-schema-refused.ts";
import type { ServerProfile } from "./server-profile.ts";

/** Programs that people run themselves, and gateways, which speak Chat Completions. */
export const localServers: readonly ServerProfile[] = [
  {
    name: "ollama",
    title: "Ollama",
    wire: "openai-chat",
    baseURL: "http://127.0.0.1:11434/v1",
    habits: [
      { type: "thoughts-in", as: "reasoning", source: "ollama/ollama, openai/openai.go" },
      { type: "arguments", as: "one-piece", source: "ollama/ollama#7963" },
      { type: "call-index", as: "zero", source: "omnigent-ai/omnigent#28" },
      { type: "finish", as: "stop-beside-calls", source: "ollama/ollama#7963" },
      {
        type: "refuses",
        what: { type: "silent-content", as: "null" },
        status: 400,
        words: "invalid message content type: <nil>",
        source: "pydantic/pydantic-ai#5206",
      },
    ],
  },
  {
    name: "vllm",
    title: "vLLM",
    wire: "openai-chat",
    baseURL: "http://127.0.0.1:8000/v1",
    habits: [
      { type: "absent-members", as: "null", source: "vllm-project/vllm#18412" },
      { type: "arguments", as: "null-first", source: "vllm-project/vllm#9693" },
      { type: "call-ids", as: "none", source: "vllm-project/vllm#18412" },
      { type: "errors", as: "message-member", source: "vllm-project/vllm, entrypoints/openai" },
      {
        type: "stream-errors",
        as: "object-error",
        source: "vllm-project/vllm, entrypoints/openai",
      },
    ],
  },
  {
    name: "llama.cpp",
    title: "llama.cpp's server",
    wire: "openai-chat",
    baseURL: "http://127.0.0.1:8080/v1",
    habits: [
      { type: "comment", text: "", at: "each", source: "ollama/ollama#16443" },
      noJsonSchema("failed to parse grammar", "ggml-org/llama.cpp, tools/server"),
      {
        type: "refuses",
        what: { type: "roles-out-of-turn" },
        status: 500,
        words: "Conversation roles must alternate user/assistant/user/assistant/...",
        source: "ggml-org/llama.cpp, models/templates",
      },
      { type: "usage", as: "unasked", source: "ggml-org/llama.cpp, tools/server" },
      { type: "stream-errors", as: "line", source: "ggml-org/llama.cpp#16109" },
    ],
  },
  {
    name: "lm-studio",
    title: "LM Studio",
    wire: "openai-chat",
    baseURL: "http://127.0.0.1:1234/v1",
    habits: [
      {
        type: "refuses",
        what: { type: "member", path: "response_format.type", is: "json_object" },
        status: 400,
        words: "'response_format.type' must be 'json_schema' or 'text'",
        source: "lmstudio-ai/lmstudio-bug-tracker#618",
      },
      {
        type: "refuses",
        what: { type: "silent-content", as: "null" },
        status: 400,
        words: "Invalid 'content': 'content' field must be a string or an array of objects",
        source: "SAIL-Research-Lab/cheetahclaws#72",
      },
      { type: "call-ids", as: "nine-characters", source: "lmstudio.ai/docs, tool use" },
      { type: "errors", as: "text-member", source: "lmstudio-ai/lmstudio-bug-tracker#618" },
      { type: "stream-errors", as: "event-text", source: "UKGovernmentBEIS/inspect_ai#5218" },
    ],
  },
  {
    name: "sglang",
    title: "SGLang",
    wire: "openai-chat",
    baseURL: "http://127.0.0.1:30000/v1",
    habits: [
      { type: "absent-members", as: "empty", source: "sgl-project/sglang#3912" },
      { type: "finish", as: "empty", source: "sgl-project/sglang#3912" },
      { type: "call-ids", as: "doubled", source: "can1357/oh-my-pi#2055" },
      { type: "call-index", as: "none", source: "open-webui/computer#224" },
      { type: "errors", as: "object-error", source: "sgl-project/sglang, srt/entrypoints" },
    ],
  },
  {
    name: "litellm",
    title: "LiteLLM's proxy",
    wire: "openai-chat",
    baseURL: "http://127.0.0.1:4000/v1",
    habits: [
      { type: "finish", as: "twice", source: "BerriAI/litellm#35663" },
      { type: "arguments", as: "name-in-each", source: "BerriAI/litellm#37792" },
      { type: "errors", as: "prefixed", source: "docs.litellm.ai, exception mapping" },
      {
        type: "refuses",
        what: { type: "header", pattern: "^x-stainless-" },
        status: 403,
        words: "Request blocked",
        source: "firewalls before gateways, which know browsers and curl",
      },
    ],
  },
  {
    name: "gateway",
    title: "a gateway of the careless kind",
    wire: "openai-chat",
    baseURL: "https://gateway.invalid/v1",
    habits: [
      { type: "line-ends", as: "crlf", source: "html.spec.whatwg.org, server-sent events" },
      { type: "byte-order-mark", source: "html.spec.whatwg.org, server-sent events" },
      { type: "empty-events", source: "coddy-project/coddy-agent#106" },
      { type: "pieces", bytes: null, source: "nginx.org, proxy_buffering" },
      { type: "idle-chunks", as: "null-choices", source: "microsoft/autogen#6465" },
      { type: "usage", as: "texts", source: "huggingface/tau#617" },
      { type: "ends", as: "open", source: "earendil-works/pi#5592" },
      { type: "errors", as: "page", source: "earendil-works/pi#2537" },
    ],
  },
];
