/** What differs between the servers that speak this wire, as far as a request depends on it. */
export interface ServerTraits {
  /** OpenAI's newer models refuse the old name of the limit; other servers may know only that one. */
  readonly outputLimit: "max_tokens" | "max_completion_tokens";
  /** `json_object`: takes no schema, so that the prompt has to tell it. */
  readonly structuredOutput: "json_schema" | "json_object";
  /** Whom `OPENAI_ORG_ID` and `OPENAI_PROJECT_ID` are for. */
  readonly isOpenai: boolean;
}

/** Knows a server by its host; an unknown one is taken for one that follows OpenAI's older ways. */
export function traitsOf(baseURL: string): ServerTraits {
  const { hostname } = new URL(baseURL);
  const isUnder = (domain: string) => hostname === domain || hostname.endsWith(`.${domain}`);
  const isOpenai = isUnder("openai.com") || isUnder("openai.azure.com");
  return {
    isOpenai,
    outputLimit: isOpenai ? "max_completion_tokens" : "max_tokens",
    // DeepSeek's documentation of `response_format` lists `text` and `json_object` only.
    structuredOutput: isUnder("deepseek.com") ? "json_object" : "json_schema",
  };
}
