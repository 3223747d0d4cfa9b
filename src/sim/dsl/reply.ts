import type { StopReason } from "../../core/reply/delta.ts";
import type { Usage } from "../../core/ledger/usage.ts";
import type { JsonObject } from "../../core/json.ts";
import type { AskedRequest } from "../../mock-provider/reading/asked-request.ts";
import type {
  ReplyPart,
  RequestMember,
  RequestTest,
  ScriptedReply,
  TextTest,
} from "../../mock-provider/reply.ts";
import type { Chain } from "./chain.ts";
import { type Duration, millisecondsOf } from "./duration.ts";
import type { ReplyFaultOn } from "./fault.ts";
import { didYouMean } from "../../core/words/nearest-name.ts";
import { requireFaults, requireParts } from "./slip.ts";

/** Token counts that the provider reports for a reply. What is absent is counted from what is sent. */
interface TokenCounts {
  readonly input?: number;
  readonly output?: number;
  /** Counted within `output` too. */
  readonly thinking?: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
}

/** A reply as `reply(…)` makes it. `scenario(…)` moves its faults to the scenario's own list. */
export interface ReplyDraft extends ScriptedReply {
  readonly fails?: readonly Pick<ReplyFaultOn, "fault" | "isFinal">[];
}

/** A text that must be held, or a pattern. */
type Words = string | RegExp;

/**
 * Where in a request words must stand: all that are named must fit. `text` is all that the model reads, `first` and
 * `lastUser` what a person said first and last in the conversation, `toolResult` what the latest calls came to where
 * nothing was said since, `tools` the names of the tools that it offers, a line each.
 */
export type WhenMembers = { readonly [Member in RequestMember]?: Words };

/** Which requests a reply is for, by what they hold. */
export type When = Words | WhenMembers | ((body: RequestBody, request: AskedRequest) => boolean);

/**
 * A request as a `when` function sees it: its JSON, of which the members that most tests look at are named.
 * Anthropic's wire has `system` and `messages`, OpenAI's have `messages`, or `instructions` and `input`. What
 * came before a Responses request with `previous_response_id` stands in `input`, too.
 */
export type RequestBody = JsonObject & {
  readonly model: string;
  readonly system?: string | readonly JsonObject[];
  readonly messages?: readonly JsonObject[];
  readonly instructions?: string;
  readonly input?: string | readonly JsonObject[];
  readonly tools?: readonly JsonObject[];
};

/** A reply, and what can be said of it. Each method returns a new reply and leaves this one as it is. */
export interface ReplyChain extends Chain<ReplyDraft> {
  /** How long the provider takes before its response begins. */
  after(duration: Duration): ReplyChain;
  /** The same as `after`. */
  delay(duration: Duration): ReplyChain;
  /** How long it takes before each chunk of the body. */
  chunkDelay(duration: Duration): ReplyChain;
  /** The usage that the provider reports for this reply. */
  tokens(counts: TokenCounts): ReplyChain;
  /** Cuts the body into chunks of these many bytes, the last one repeated, wherever that falls. */
  chunks(...sizesBytes: readonly [number, ...number[]]): ReplyChain;
  /** Cuts text, thinking and tool input into deltas of so many characters. */
  deltas(characters: number): ReplyChain;
  /** The stop reason that the provider names; without it, what the parts call for. */
  stops(reason: StopReason): ReplyChain;
  /**
   * One fault a try, in order: the first try meets the first, its retry the second; the try after the last
   * brings the reply. The same as `fault.on(call…)` for this reply's call, in the scenario's `faults`.
   */
  fails(...faults: readonly [ReplyFaultOn, ...ReplyFaultOn[]]): ReplyChain;
  /**
   * For `rehearsal serve`, where a client sends no address: this reply, and those after it up to the next
   * `when`, are for requests that hold this text, that match, or that the function accepts. Text and pattern
   * look at the system prompt and at all of the conversation: words, inputs of tool calls and their results;
   * not at what tools there are. Capitals count. An object says where words must stand: a subagent's prompt stands
   * in its parent's conversation, too, and is the first words only in its own.
   * @example reply(says("One line.")).when({ first: "Count the lines", model: /haiku/ })
   */
  when(what: When): ReplyChain;
  /**
   * For `rehearsal serve`: this reply is for so many requests, one after another, and all of them must come.
   * Faults of `fails` hit the first of them, and no other.
   */
  times(requests: number): ReplyChain;
  /**
   * For `rehearsal serve`: this reply is for any number of requests, also for none: titles, summaries, whatever
   * an agent asks by the way. What stands after it needs a `when` of its own. Faults of `fails` hit the first.
   */
  always(): ReplyChain;
  /**
   * For `rehearsal serve`: what the request that meets this reply must hold, as in `when`. One that does not is
   * reported, and gets the reply all the same: `when` says who meets a reply, `expects` what is to be so then.
   */
  expects(what: When): ReplyChain;
  /**
   * Nobody need ask for this reply: whether it is asked for depends on the schedule. Its faults need not be met
   * either, where it is not.
   */
  optional(): ReplyChain;
  /** For `rehearsal serve`: the client is to leave in the middle of this reply, and need not come again. */
  leaves(): ReplyChain;
}

/**
 * One turn of a model: its parts, in the order in which they are streamed.
 * @example
 * reply(says("Adding it."), calls("bash", { command: "bun test" }))
 *   .after("2s")
 *   .fails(rateLimited("1s"))
 */
export function reply(...parts: readonly ReplyPart[]): ReplyChain {
  requireParts(parts);
  return replyChain({ parts });
}

/** A reply with these members, the others as they are where nothing is said. */
export const replyChain = (members: Partial<ScriptedReply>): ReplyChain =>
  chain({
    parts: [],
    stopReason: null,
    usage: {},
    delayMs: 0,
    chunkDelayMs: 0,
    chunking: { type: "events" },
    deltaCharacters: 16,
    ...members,
  });

function chain(data: ReplyDraft): ReplyChain {
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
    fails(...faults) {
      requireFaults(faults);
      return chain({ ...data, fails: faults.map(({ fault, isFinal }) => ({ fault, isFinal })) });
    },
    when: (what) => chain({ ...data, when: testOf(what, "when") }),
    times(requests) {
      if (data.times === "any") throw timesAndAlways();
      return chain({ ...data, times: countOf(requests) });
    },
    always() {
      if (typeof data.times === "number") throw timesAndAlways();
      return chain({ ...data, times: "any" });
    },
    expects: (what) => chain({ ...data, expects: testOf(what, "expects") }),
    optional: () => chain({ ...data, optional: true }),
    leaves: () => chain({ ...data, leaves: true }),
  };
}

const timesAndAlways = () =>
  new Error(
    "times: a reply is for so many requests, or with always() for any number of them: leave one of the two words out",
  );

/** What a word such as `when` asks of a request. */
export function testOf(what: When, word: "when" | "expects" | "group"): RequestTest {
  if (what === "")
    throw new Error(
      `${word}: every request holds an empty text: name words that tell its requests apart, or leave ${word}(…) out`,
    );
  if (typeof what === "string" || what instanceof RegExp) return textTest(what);
  if (typeof what !== "function") return { type: "members", members: membersOf(what, word) };
  // The wires have seen to it that a body has what its type names.
  const test = what as (body: JsonObject, request: AskedRequest) => boolean;
  return { type: "predicate", description: what.name || "a function", test };
}

const textTest = (words: Words): TextTest =>
  typeof words === "string"
    ? { type: "contains", text: words }
    : { type: "matches", pattern: words.source, flags: words.flags };

const memberNames: readonly string[] = [
  "text",
  "system",
  "first",
  "lastUser",
  "toolResult",
  "tools",
  "model",
] satisfies readonly RequestMember[];

function membersOf(what: WhenMembers, word: string) {
  const named = Object.entries(what).filter(([, words]) => words !== undefined);
  const stray = named.find(([member]) => !memberNames.includes(member));
  if (stray !== undefined)
    throw new Error(`${word}: unknown member "${stray[0]}". ${didYouMean(stray[0], memberNames)}`);
  const empty = named.find(([, words]) => words === "" || !isWords(words));
  if (named.length === 0 || empty !== undefined)
    throw new Error(
      `${word}: say what must stand there, as a text or a pattern: ${word}({ ${empty?.[0] ?? "first"}: "words" })`,
    );
  return Object.fromEntries(named.map(([member, words]) => [member, textTest(words)]));
}

const isWords = (value: unknown): boolean => typeof value === "string" || value instanceof RegExp;

function countOf(requests: number): number {
  if (Number.isSafeInteger(requests) && requests >= 1) return requests;
  throw new Error(
    `times: ${requests} is no number of requests; write 1 or more, or always() for any number, also none`,
  );
}

const usageOf = (counts: TokenCounts): Partial<Usage> => ({
  ...(counts.input !== undefined && { inputTokens: counts.input }),
  ...(counts.output !== undefined && { outputTokens: counts.output }),
  ...(counts.thinking !== undefined && { thinkingTokens: counts.thinking }),
  ...(counts.cacheRead !== undefined && { cacheReadTokens: counts.cacheRead }),
  ...(counts.cacheWrite !== undefined && { cacheWriteTokens: counts.cacheWrite }),
});
