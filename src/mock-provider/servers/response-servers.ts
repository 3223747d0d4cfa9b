import type { ServerProfile } from "./server-profile.ts";

/** Servers that speak the Responses API. */
export const responseServers: readonly ServerProfile[] = [
  {
    name: "openai-responses",
    title: "OpenAI, on Responses",
    wire: "openai-responses",
    baseURL: "https://api.openai.com/v1",
    habits: [
      {
        type: "more-members",
        members: { obfuscation: "aB3" },
        source: "platform.openai.com/docs/api-reference/responses-streaming",
      },
    ],
  },
  {
    name: "azure-responses",
    title: "Azure OpenAI, on Responses, with a model that hides no thoughts",
    wire: "openai-responses",
    baseURL: "https://example.openai.azure.com/openai/v1",
    habits: [
      {
        type: "refuses",
        what: { type: "member", path: "include" },
        status: 400,
        words: "Encrypted content is not supported with this model.",
        param: "include",
        source: "NousResearch/hermes-agent#24234",
      },
      { type: "waits-told", as: "words", source: "learn.microsoft.com, Azure OpenAI quotas" },
    ],
  },
  {
    name: "copilot-responses",
    title: "GitHub Copilot, on Responses",
    wire: "openai-responses",
    baseURL: "https://api.githubcopilot.com",
    habits: [{ type: "item-ids", as: "moving", source: "BerriAI/litellm#30072" }],
  },
  {
    name: "deepseek-responses",
    title: "DeepSeek, on Responses",
    wire: "openai-responses",
    baseURL: "https://api.deepseek.com/v1",
    habits: [
      {
        type: "thoughts-in-content",
        source: "pydantic/pydantic-ai, tests of DeepSeek's Responses",
      },
    ],
  },
  {
    name: "openrouter-responses",
    title: "OpenRouter, on Responses",
    wire: "openai-responses",
    baseURL: "https://openrouter.ai/api/v1",
    habits: [
      {
        type: "comment",
        text: " OPENROUTER PROCESSING",
        at: "first",
        source: "openai/openai-go#227",
      },
      { type: "sentinel-behind", source: "openrouter.ai/docs, Responses API, streaming" },
      { type: "errors", as: "metadata-raw", source: "karthink/gptel#927" },
    ],
  },
  {
    name: "vllm-responses",
    title: "vLLM, on Responses",
    wire: "openai-responses",
    baseURL: "http://127.0.0.1:8000/v1",
    habits: [
      { type: "bare-end", source: "vllm-project/vllm#30223" },
      { type: "errors", as: "object-error", source: "vllm-project/vllm, error responses" },
    ],
  },
  {
    name: "ollama-responses",
    title: "Ollama, on Responses",
    wire: "openai-responses",
    baseURL: "http://127.0.0.1:11434/v1",
    habits: [
      { type: "open-words", source: "ollama/ollama, openai/responses.go" },
      { type: "item-index", as: "zero", source: "ollama/ollama, openai/responses.go" },
    ],
  },
  {
    name: "lm-studio-responses",
    title: "LM Studio, on Responses",
    wire: "openai-responses",
    baseURL: "http://127.0.0.1:1234/v1",
    habits: [
      { type: "thoughts-at-end", source: "earendil-works/pi#4193" },
      { type: "errors", as: "text-member", source: "lmstudio-ai/lmstudio-bug-tracker#618" },
    ],
  },
  {
    name: "litellm-responses",
    title: "LiteLLM, on Responses",
    wire: "openai-responses",
    baseURL: "http://127.0.0.1:4000/v1",
    habits: [
      { type: "unannounced-items", source: "BerriAI/litellm#36375" },
      { type: "item-index", as: "zero", source: "BerriAI/litellm#36375" },
      { type: "item-ids", as: "moving", source: "BerriAI/litellm#36375" },
      { type: "errors", as: "prefixed", source: "BerriAI/litellm#35663" },
    ],
  },
];
