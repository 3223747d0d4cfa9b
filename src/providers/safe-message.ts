const charactersMax = 2_000;

/** A provider's words as they may be shown and logged: without keys, control characters, or bulk. */
export function safeMessage(text: string, secrets: readonly string[]): string {
  let redacted = text;
  for (const secret of secrets) {
    if (secret !== "") redacted = redacted.replaceAll(secret, "[api key]");
  }
  const plain = redacted.replace(/[\p{Cc}\p{Cf}]+/gu, " ").trim();
  return plain.length > charactersMax ? `${plain.slice(0, charactersMax)}…` : plain;
}
