import { renderInvisible } from "../../core/words/invisible.ts";

const charactersMax = 2_000;

/** A provider's words as they may be shown and logged: without keys, control characters, or bulk. */
export function safeMessage(text: string, secrets: readonly string[]): string {
  let redacted = text;
  for (const secret of secrets) {
    if (secret !== "") redacted = redacted.replaceAll(keyOf(secret), "[api key]");
  }
  const plain = renderInvisible(redacted, () => "\0")
    .split(/\0+/)
    .join(" ")
    .trim();
  return plain.length > charactersMax ? `${plain.slice(0, charactersMax)}…` : plain;
}

/** A short key (`ollama`, `none`), which servers on one's own machine take, is no part of a longer word. */
function keyOf(secret: string): string | RegExp {
  if (secret.length >= shortCharacters) return secret;
  const key = secret.replace(/[^a-z0-9]/gi, "\\$&");
  return new RegExp(`(?<![A-Za-z0-9])${key}(?![A-Za-z0-9])`, "g");
}

const shortCharacters = 12;
