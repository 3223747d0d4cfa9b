/**
 * What should be a comment, or an event without data, in the words of servers that say so what they are at; and nothing, as
 * other languages print it.
 */
const words =
  /^\W*((openrouter|model|still|please|request|your|job|is|in) )*(ping|pong|keep[-_ ]?alive|heart[-_ ]?beat|none|undefined|nil|ok|start(ed|ing)?|open|connect(ed|ing)|accepted|queued?|queu(e?ing)|pending|processing|wait(ing)?|loading( model)?|warming up|thinking|working|generating|running|progress)[\W\d_]*$/i;

/** A comment as data; and a number, a bar of dots, anything without a word. */
const wordless = /^(:.*|[^\p{L}{["]*)$/u;

/** Whether a text says that the server is alive and nothing else. */
export const isSignOfLife = (text: string): boolean => wordless.test(text) || words.test(text);

/** What servers call events that say that they are alive, whatever else they say in them. */
export const isLifeKind = (kind: string): boolean =>
  /^(ping|pong|keep[-_]?alive|heart[-_]?beat|open|connected)$/i.test(kind);

/** What they call events that tell how far they are, in words of their own. */
export const isNoticeKind = (kind: string): boolean =>
  /^(status|state|queue\w*|progress|info|notice|log|start(ed)?|accepted|processing|loading)$/i.test(
    kind,
  );
