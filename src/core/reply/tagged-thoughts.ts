const opening = /^\s*<(think|thinking|thought|reasoning)>/;
const closing = /<\/(think|thinking|thought|reasoning)>/g;

/**
 * A reply's words without the thoughts that DeepSeek's, Qwen's and MiniMax' models put into tags before them, where
 * their server does not. Some keep only the closing tag, and one that is cut off has only the opening one.
 */
export function withoutThoughts(text: string): {
  readonly text: string;
  readonly hasTags: boolean;
} {
  const last = [...text.matchAll(closing)].at(-1);
  if (last !== undefined) return { text: text.slice(last.index + last[0].length), hasTags: true };
  return opening.test(text) ? { text: "", hasTags: true } : { text, hasTags: false };
}
