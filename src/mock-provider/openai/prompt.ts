import type { Json } from "../../core/json.ts";
import type { Usage } from "../../core/ledger/usage.ts";
import { isObject } from "../json-object.ts";
import { withPictures } from "../picture.ts";
import type { PromptCache, PromptSegment } from "../prompt-cache.ts";

/** The API keeps a prefix for five to ten minutes after its last use. */
const keepMs = 10 * 60_000;

/** What is read from the cache is read in steps of so many tokens. */
const stepTokens = 128;

/** Here every prefix is cached: nothing marks one, and nothing is charged for it. */
export function segment(value: Json): PromptSegment {
  const text = JSON.stringify(value);
  return { text: mayHoldBytes(text) ? JSON.stringify(value, withoutBytes) : text, keepMs };
}

/** A name within a text is escaped there, and so is none of these. */
const mayHoldBytes = (text: string): boolean =>
  text.length > 4_096 && /"(?:image_url|file_data|input_audio)":/.test(text);

/** Where both dialects carry bytes; the same words in a text are text. */
function withoutBytes(member: string, value: Json): Json {
  switch (member) {
    case "image_url":
      if (typeof value === "string") return withPictures(value);
      return isObject(value) && typeof value.url === "string"
        ? { ...value, url: withPictures(value.url) }
        : value;
    case "file_data":
      return typeof value === "string" ? withPictures(value) : value;
    case "input_audio":
      return isObject(value) && typeof value.data === "string"
        ? { ...value, data: withPictures(value.data) }
        : value;
    default:
      return value;
  }
}

/** What a prompt costs: a prefix that was seen before is read, the rest is input. */
export function accountFor(
  cache: PromptCache,
  model: string,
  prompt: readonly PromptSegment[],
): Pick<Usage, "inputTokens" | "cacheReadTokens" | "cacheWriteTokens"> {
  const { inputTokens, cacheReadTokens, cacheWriteTokens } = cache.account(model, prompt);
  const read = Math.floor(cacheReadTokens / stepTokens) * stepTokens;
  const total = inputTokens + cacheReadTokens + cacheWriteTokens;
  return { inputTokens: total - read, cacheReadTokens: read, cacheWriteTokens: 0 };
}
