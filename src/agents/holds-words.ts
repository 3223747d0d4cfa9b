/** Whether a text holds these words, or matches this pattern, wherever the pattern was used before. */
export const holdsWords = (words: string | RegExp, text: string): boolean =>
  typeof words === "string"
    ? text.includes(words)
    : new RegExp(words.source, words.flags.replace(/[gy]/g, "")).test(text);
