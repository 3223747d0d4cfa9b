import { renderInvisible } from "../../core/words/invisible.ts";

const charactersMax = 2_000;

/** A provider's words as they may be shown and logged: without keys, control characters, or bulk. */
export function safeMessage(text: string, secrets: readonly string[]): string {
  let redacted = text;
  for (const secret of secrets) {
    if (secret !== "") redacted = redacted.replaceAll(secret, "[api key]");
  }
  const plain = renderInvisible(redacted, () => "\0")
    .split(/\0+/)
    .join(" ")
    .trim();
  return plain.length > charactersMax ? `${plain.slice(0, charactersMax)}…` : plain;
}
