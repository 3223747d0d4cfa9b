import type { Json } from "../../core/json.ts";
import { type PromptSegment, promptTokens } from "../prompt-cache.ts";
import { complaint, type ApiComplaint } from "./error.ts";
import { limitsOf } from "./model-limits.ts";

const overlong = "context_length_exceeded";

interface Asked {
  readonly model: string;
  readonly prompt: readonly PromptSegment[];
}

/**
 * Whether a conversation fits into a model, by this mock's own count; of Chat Completions. A window is shared
 * with the answer, an input limit is not. Wordings: the first as recorded by many clients, with a limit of the
 * input as in github.com/cline/cline issue 5474.
 */
export function messagesLength(
  { model, prompt }: Asked,
  outputTokens: number,
): ApiComplaint | null {
  const limits = limitsOf(model);
  if (limits === null) return null;
  const tokens = promptTokens(prompt);
  switch (limits.type) {
    case "input":
      return tokens <= limits.inputTokensMax
        ? null
        : complaint(
            `Input tokens exceed the configured limit of ${limits.inputTokensMax} tokens. Your messages resulted in ${tokens} tokens. Please reduce the length of the messages.`,
            "messages",
            overlong,
          );
    case "window": {
      const maximum = `This model's maximum context length is ${limits.windowTokens} tokens.`;
      if (tokens > limits.windowTokens)
        return complaint(
          `${maximum} However, your messages resulted in ${tokens} tokens. Please reduce the length of the messages.`,
          "messages",
          overlong,
        );
      return tokens + outputTokens <= limits.windowTokens
        ? null
        : complaint(
            `${maximum} However, you requested ${tokens + outputTokens} tokens (${tokens} in the messages, ${outputTokens} in the completion). Please reduce the length of the messages or completion.`,
            "messages",
            overlong,
          );
    }
  }
}

/**
 * The same of Responses, which tells no sizes: github.com/anomalyco/opencode issue 6071. The API tells it to a
 * stream that has begun; this mock does so before, with a status.
 */
export function inputLength({ model, prompt }: Asked): ApiComplaint | null {
  const limits = limitsOf(model);
  if (limits === null) return null;
  const most = limits.type === "input" ? limits.inputTokensMax : limits.windowTokens;
  return promptTokens(prompt) <= most
    ? null
    : complaint(
        "Your input exceeds the context window of this model. Please adjust your input and try again.",
        "input",
        overlong,
      );
}

/** How much an answer may take, by either of the two names that Chat Completions has for it. */
export function outputLimit(
  model: string,
  value: Json | undefined,
  param: string,
): ApiComplaint | null {
  const limits = limitsOf(model);
  if (limits === null || typeof value !== "number" || value <= limits.outputTokensMax) return null;
  const message = `${param} is too large: ${value}. This model supports at most ${limits.outputTokensMax} completion tokens, whereas you provided ${value}.`;
  return complaint(message, param, "invalid_value");
}
