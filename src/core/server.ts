import { canonicalJson } from "./json.ts";

/** Ways in which servers of one wire differ, as far as a request depends on them. */
export interface ServerTraits {
  /** Which of OpenAI's two wires: Chat Completions or Responses. */
  readonly api: "chat" | "responses";
  /** How a plan's schema is sent: in the API's own member, as `json_object` and in the prompt, or in the prompt alone. */
  readonly structuredOutput: "json_schema" | "json_object" | "prompt";
  /** Which member limits a reply: OpenAI's newer models refuse the old name; other servers may know only that. */
  readonly outputLimit: "max_tokens" | "max_completion_tokens";
  /** The most that the limit may be; `null` is not known. */
  readonly maxOutputTokens: number | null;
  /** Whether a stream is asked for its usage (`stream_options`). */
  readonly asksForUsage: boolean;
  /** What `content` is in a message of the assistant that holds calls and no words. */
  readonly emptyContent: "null" | "empty" | "absent";
  /** Where the system prompt goes: a message of its own, or the beginning of the user's first. */
  readonly systemPrompt: "message" | "user";
  /** Whether schemas may say `additionalProperties`. */
  readonly additionalProperties: boolean;
  /**
   * Whether thoughts go back: `as-sent` under the name that they came by, `always` an empty one, too, with calls that
   * came without, `never` not at all.
   */
  readonly thoughts: "as-sent" | "always" | "never";
  /** Whether thoughts without a signature go back on Anthropic's wire: its own servers refuse them, others want them. */
  readonly unsignedThoughts: "as-sent" | "never";
  /** Whether the request marks what the server's cache should keep (`cache_control`). */
  readonly cacheMarks: boolean;
  /** Whether a reply is asked for as a stream; else it comes whole, after silence. */
  readonly streams: boolean;
  /** Members of the request that the server does not take, and that it can be asked without. */
  readonly leftOut: readonly string[];
}

/** What is known of one server. For a member that is absent, the API's own servers are the model. */
export type KnownTraits = Partial<ServerTraits>;

/** Whether `known` says already all that `traits` says. */
export const knows = (known: KnownTraits, traits: KnownTraits): boolean =>
  Object.entries(traits).every(
    ([name, value]) => canonicalJson(known[name as keyof KnownTraits]) === canonicalJson(value),
  );
