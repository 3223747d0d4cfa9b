import fc from "fast-check";
import type { JsonObject } from "../../src/core/json.ts";
import { withReading } from "../../src/mock-provider/read-request.ts";
import {
  type ForeignRequest,
  readForeignRequest,
} from "../../src/replies/request/foreign-request.ts";
import { type ReadScript, readScript } from "../../src/replies/script/foreign-script.ts";
import { meet } from "../../src/replies/meet/meet.ts";
import type { WhenSeveralFit } from "../../src/replies/script/when-several-fit.ts";
import type { Meeting } from "../../src/replies/meet/meeting.ts";
import { newRepliesState, type RepliesState } from "../../src/replies/meet/replies-state.ts";
import { modelFaultsOf, scriptedStepsOf } from "../../src/replies/script/scripted-step.ts";
import { type AnswerNews, settle } from "../../src/replies/meet/settle.ts";
import {
  connectionRefused,
  cut,
  httpError,
  maxTokens,
  overloaded,
  type ReplyFaultOn,
} from "../../src/sim/dsl/fault.ts";
import { says, uses } from "../../src/sim/dsl/part.ts";
import { reply, type ReplyChain } from "../../src/sim/dsl/reply.ts";
import { served } from "../../src/sim/dsl/served.ts";

/** What a drawn client says of one request. Its conversation is told by its words and by what it brings back. */
export interface DrawnAsk {
  readonly words: string;
  readonly model: string;
  readonly isRetry: boolean;
  /** The tool whose call it made before this, and whose result it brings. */
  readonly brings: string | null;
}

/** What is folded: a request, or what became of the answer to one. */
export type Entry =
  | { readonly type: "ask"; readonly request: ForeignRequest }
  | { readonly type: "news"; readonly news: AnswerNews };

const tools = ["look", "write"];

const fault = fc.constantFrom<() => ReplyFaultOn>(
  () => overloaded(),
  () => connectionRefused(),
  () => cut({ afterEvents: 1 }),
  () => maxTokens(),
);
const lastFault = fc.constantFrom<() => ReplyFaultOn>(
  () => overloaded(),
  () => overloaded().final(),
  () => httpError(401),
);

/** Makes the reply with this number of a script. */
type ReplyMaker = (number: number) => ReplyChain;

/** `whens`: what its requests may have to hold; `null` for nothing. */
function anyReply(whens: readonly (string | null)[]): fc.Arbitrary<ReplyMaker> {
  const drawn = fc.record({
    when: fc.constantFrom(...whens),
    times: fc.constantFrom<number | "any">(1, 1, 1, 2, 3, "any"),
    faults: fc.oneof(fc.constant([]), fc.array(fault, { maxLength: 2 })),
    last: fc.option(lastFault, { freq: 2 }),
    tool: fc.constantFrom(null, null, null, ...tools),
    leaves: fc.constantFrom(false, false, false, true),
  });
  return drawn.map(({ when, times, faults, last, tool, leaves }) => (number) => {
    const words = says(`reply ${number}`);
    let chain = tool === null ? reply(words) : reply(words, uses(tool, {}));
    if (when !== null) chain = chain.when(when);
    if (times === "any") chain = chain.always();
    else if (times > 1) chain = chain.times(times);
    if (leaves) chain = chain.leaves();
    const [first, ...others] = [...faults, ...(last === null ? [] : [last])].map((make) => make());
    return first === undefined ? chain : chain.fails(first, ...others);
  });
}

/** Up to six replies for any request or for those that hold certain words; the first is for `first`. */
export const anyReplies = (
  first: string | null,
  others: readonly (string | null)[],
): fc.Arbitrary<readonly ReplyMaker[]> =>
  fc
    .tuple(anyReply([first]), fc.array(anyReply(others), { maxLength: 5, size: "max" }))
    .map(([one, rest]) => [one, ...rest]);

export const readMade = (makers: readonly ReplyMaker[]): ReadScript =>
  readServed(...makers.map((make, index) => make(index + 1)));

export function readServed(...replies: readonly ReplyChain[]): ReadScript {
  return read(replies, "refuse");
}

/** The same, where the first of different tests that hold for a request counts. */
export const readFirstFit = (...replies: readonly ReplyChain[]): ReadScript =>
  read(replies, "first");

function read(replies: readonly ReplyChain[], whenSeveralFit: WhenSeveralFit): ReadScript {
  const script = served({ name: "drawn", replies });
  return readScript(scriptedStepsOf(script), modelFaultsOf(script), whenSeveralFit);
}

const anyAsk = (words: readonly string[]): fc.Arbitrary<DrawnAsk> =>
  fc.record({
    words: fc.constantFrom(...words),
    model: fc.constantFrom("large", "small"),
    isRetry: fc.constantFrom(false, false, false, true),
    brings: fc.constantFrom(null, null, null, null, ...tools),
  });

const anyNews = fc.record({
  /** How many requests ago. */
  ago: fc.constantFrom(0, 0, 0, 1, 2, 5),
  type: fc.constantFrom<AnswerNews["type"]>("begun", "ended", "ended", "ended", "failed", "left"),
});

type DrawnEntry =
  | { readonly type: "ask"; readonly ask: DrawnAsk }
  | ({ readonly type: "news" } & { readonly drawn: { ago: number; type: AnswerNews["type"] } });

export const anyLog = (
  words: readonly string[],
  maxLength = 40,
): fc.Arbitrary<readonly DrawnEntry[]> =>
  fc.array(
    fc.oneof(
      anyAsk(words).map((ask): DrawnEntry => ({ type: "ask", ask })),
      anyNews.map((drawn): DrawnEntry => ({ type: "news", drawn })),
    ),
    { maxLength, size: "max" },
  );

/** The log as it is folded; its requests are numbered from `first`. */
export function entriesOf(
  { tests }: ReadScript,
  log: readonly DrawnEntry[],
  first = 1,
): readonly Entry[] {
  let next = first;
  return log.map((drawn, index): Entry => {
    const atMs = index * 10;
    if (drawn.type === "ask")
      return { type: "ask", request: requestFor(drawn.ask, tests, next++, atMs) };
    const call = next - 1 - drawn.drawn.ago;
    const { type } = drawn.drawn;
    return {
      type: "news",
      news: type === "left" ? { type, call, atMs } : { type, call },
    };
  });
}

export function requestFor(
  { words, model, isRetry, brings }: DrawnAsk,
  tests: ReadScript["tests"],
  call: number,
  atMs = 0,
): ForeignRequest {
  const used = { type: "tool_use", id: "own", name: brings, input: {} };
  const result = { type: "tool_result", tool_use_id: "own", content: "done" };
  const back: readonly JsonObject[] =
    brings === null
      ? []
      : [
          { role: "assistant", content: [used] },
          { role: "user", content: [result] },
        ];
  const body = {
    model,
    tools: tools.map((name) => ({ name })),
    messages: [{ role: "user", content: words }, ...back],
  };
  const retryCount = isRetry ? 1 : 0;
  const about = { call, wire: "anthropic", address: null, path: "/v1/messages" } as const;
  return readForeignRequest(withReading({ ...about, body, retryCount }), tests, atMs);
}

/** One more entry, and which reply it met where it was a request. */
export function fold(
  state: RepliesState,
  entry: Entry,
): { readonly state: RepliesState; readonly meeting: Meeting | null } {
  return entry.type === "ask"
    ? meet(state, entry.request)
    : { state: settle(state, entry.news), meeting: null };
}

/** Every state on the way, the empty one first. */
export function statesOf(
  { script }: ReadScript,
  entries: readonly Entry[],
): readonly RepliesState[] {
  const states = [newRepliesState(script)];
  for (const entry of entries) states.push(fold(states.at(-1)!, entry).state);
  return states;
}

/** Each request with what it met, in order. */
export function meetingsOf(
  { script }: ReadScript,
  entries: readonly Entry[],
): readonly { readonly request: ForeignRequest; readonly meeting: Meeting }[] {
  let state = newRepliesState(script);
  return entries.flatMap((entry) => {
    const folded = fold(state, entry);
    ({ state } = folded);
    return entry.type === "ask" && folded.meeting !== null
      ? [{ request: entry.request, meeting: folded.meeting }]
      : [];
  });
}
