import type { StopReason } from "../../core/delta.ts";
import type { Usage } from "../../core/usage.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Reply, ReplyPart, RequestTest } from "../../mock-provider/reply.ts";
import type { Chain } from "./chain.ts";
import { type Duration, millisecondsOf } from "./duration.ts";

/** Token counts that the provider reports for a reply. What is absent is counted from what is sent. */
interface TokenCounts {
  readonly input?: number;
  readonly output?: number;
  /** Counted within `output` too. */
  readonly thinking?: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
}

export interface ReplyChain extends Chain<Reply> {
  /** How long the provider takes before its response begins. */
  after(duration: Duration): ReplyChain;
  /** The same as `after`. */
  delay(duration: Duration): ReplyChain;
  /** How long it takes before each chunk of the body. */
  chunkDelay(duration: Duration): ReplyChain;
  tokens(counts: TokenCounts): ReplyChain;
  /** Cuts the body into chunks of these many bytes, the last one repeated, wherever that falls. */
  chunks(...sizesBytes: readonly [number, ...number[]]): ReplyChain;
  /** Cuts text, thinking and tool input into deltas of so many characters. */
  deltas(characters: number): ReplyChain;
  stops(reason: StopReason): ReplyChain;
  /**
   * For `rehearsal serve`, where a client sends no address: this reply, and those after it up to the next
   * `when`, are for requests that hold this text, that match, or that the function accepts.
   */
  when(what: string | RegExp | ((body: JsonObject) => boolean)): ReplyChain;
}

/** One turn of a model. */
export const reply = (...parts: readonly ReplyPart[]): ReplyChain =>
  chain({
    parts,
    stopReason: null,
    usage: {},
    delayMs: 0,
    chunkDelayMs: 0,
    chunking: { type: "events" },
    deltaCharacters: 16,
  });

function chain(data: Reply): ReplyChain {
  const after = (duration: Duration) => chain({ ...data, delayMs: millisecondsOf(duration) });
  return {
    data,
    after,
    delay: after,
    chunkDelay: (duration) => chain({ ...data, chunkDelayMs: millisecondsOf(duration) }),
    tokens: (counts) => chain({ ...data, usage: { ...data.usage, ...usageOf(counts) } }),
    chunks: (...sizes) => chain({ ...data, chunking: { type: "bytes", sizes } }),
    deltas: (characters) => chain({ ...data, deltaCharacters: characters }),
    stops: (reason) => chain({ ...data, stopReason: reason }),
    when: (what) => chain({ ...data, when: testOf(what) }),
  };
}

function testOf(what: string | RegExp | ((body: JsonObject) => boolean)): RequestTest {
  if (typeof what === "string") return { type: "contains", text: what };
  if (what instanceof RegExp) return { type: "matches", pattern: what.source, flags: what.flags };
  return { type: "predicate", description: what.name || "a function", test: what };
}

const usageOf = (counts: TokenCounts): Partial<Usage> => ({
  ...(counts.input !== undefined && { inputTokens: counts.input }),
  ...(counts.output !== undefined && { outputTokens: counts.output }),
  ...(counts.thinking !== undefined && { thinkingTokens: counts.thinking }),
  ...(counts.cacheRead !== undefined && { cacheReadTokens: counts.cacheRead }),
  ...(counts.cacheWrite !== undefined && { cacheWriteTokens: counts.cacheWrite }),
});
