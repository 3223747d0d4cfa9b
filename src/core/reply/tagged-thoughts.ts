/** What begins a thought: tags of DeepSeek's, Qwen's and MiniMax' models, of Mistral's, Kimi's, Command R, Gemma and gpt-oss. */
const opening =
  /^\s*(<(\w+:)?(think|thinking|thoughts?|reasoning|scratchpad|cot|chain_of_thought)>|\[THINK\]|◁think▷|<\|(START_THINKING|begin_of_thought)\|>|<\|?channel\|?>(thought|analysis(?! to=)))/i;
/** What ends one, where some servers keep that alone. */
const closing =
  /<\/(\w+:)?(think|thinking|thoughts?|reasoning)>|\[\/THINK\]|◁\/think▷|<\|(END_THINKING|end_of_thought)\|>|<channel\|>|<\|channel\|>final[^<]*<\|message\|>|(?=<\|channel\|>commentary)/gi;
/** What ends one that was begun: by itself it may be any tag. */
const closingOfBegun = /<\/(scratchpad|cot|chain_of_thought)>/gi;

/** Every such tag has one of these characters. Most texts have none, and are not looked through for each tag. */
const tagCharacter = /[<[◁]/;

/**
 * A reply's words without the thoughts that a model put into tags before them, where its server does not take them out.
 * Some keep only the closing tag, and one that is cut off has only the opening one.
 */
export function withoutThoughts(text: string): {
  readonly text: string;
  readonly hasTags: boolean;
} {
  if (!tagCharacter.test(text)) return { text, hasTags: false };
  const isBegun = opening.test(text);
  const ends = [...text.matchAll(closing), ...(isBegun ? text.matchAll(closingOfBegun) : [])];
  if (ends.length === 0) return isBegun ? { text: "", hasTags: true } : { text, hasTags: false };
  const behind = Math.max(...ends.map(({ index, 0: tag }) => index + tag.length));
  return { text: text.slice(behind), hasTags: true };
}
