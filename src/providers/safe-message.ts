const charactersMax = 2_000;

/** A provider's words as they may be shown and logged: without the key, control characters, or bulk. */
export function safeMessage(text: string, apiKey: string): string {
  const redacted = apiKey === "" ? text : text.replaceAll(apiKey, "[api key]");
  const plain = redacted.replace(/[\p{Cc}\p{Cf}]+/gu, " ").trim();
  return plain.length > charactersMax ? `${plain.slice(0, charactersMax)}…` : plain;
}
