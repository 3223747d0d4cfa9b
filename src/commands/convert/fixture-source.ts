import type { Json } from "../../core/json.ts";
import { isObject, parseJson } from "../../mock-provider/json-object.ts";
import type { AimockFixture, AimockResponse } from "./aimock-fixture.ts";
import { sourceOf } from "./source-text.ts";
import { whenSource } from "./when-source.ts";

/** A fixture as source text, or why it has no counterpart. */
export type FixtureSource =
  | {
      readonly type: "reply";
      readonly source: string;
      /** The words of `rehearsal/sim` that it is written in. */
      readonly words: readonly string[];
      /** What of the fixture it does not do. */
      readonly lacks: readonly string[];
    }
  | { readonly type: "left-out"; readonly why: string };

export function fixtureSource(fixture: AimockFixture): FixtureSource {
  const { match, response } = fixture;
  const endpoint = match.endpoint ?? ("inputText" in match ? "embedding" : "chat");
  if (endpoint !== "chat")
    return leftOut(`it answers ${endpoint} requests, and serve answers those of chats`);
  if ("context" in match)
    return leftOut(
      "it is for one context (X-AIMock-Context); name the test in the header x-rehearsal-test, and give it a file of its own",
    );
  const made = response.error === undefined ? saidReply(response) : errorReply(response);
  if (made === null) return leftOut(`its response holds ${Object.keys(response).join(", ")}`);
  const cut = cutSource(fixture);
  return {
    type: "reply",
    source: [
      made.source,
      whenSource(match),
      ...paceSources(fixture),
      ...(cut === null ? [] : [cut]),
      ...(match.sequenceIndex === undefined ? [".always()"] : [".optional()"]),
    ].join("\n      "),
    words: [...made.words, ...(cut === null ? [] : ["cut"])],
    lacks: lacksOf(fixture),
  };
}

const leftOut = (why: string): FixtureSource => ({ type: "left-out", why });

interface Made {
  readonly source: string;
  readonly words: readonly string[];
}

function saidReply(response: AimockResponse): Made | null {
  const parts = partsOf(response);
  if (parts.length === 0) return null;
  const { usage, finishReason } = response;
  const stop = finishReason === undefined ? undefined : stops.get(finishReason);
  return {
    source: [
      `reply(${parts.map(({ word, values }) => `${word}(${values.map(sourceOf).join(", ")})`).join(", ")})`,
      ...(usage === undefined ? [] : tokensSource(usage)),
      ...(stop === undefined ? [] : [`.stops("${stop}")`]),
    ].join("\n      "),
    words: ["reply", ...parts.map(({ word }) => word)],
  };
}

interface Part {
  readonly word: "says" | "thinks" | "json" | "uses";
  readonly values: readonly unknown[];
}

function partsOf({ reasoning, content, toolCalls, blocks }: AimockResponse): readonly Part[] {
  const thoughts: readonly Part[] = reasoning ? [{ word: "thinks", values: [reasoning] }] : [];
  if (blocks !== undefined && blocks.length > 0)
    return [
      ...thoughts,
      ...blocks.map((block) => (block.type === "text" ? saidPart(block.text) : callPart(block))),
    ];
  return [
    ...thoughts,
    ...(content === undefined || content === "" || content === null ? [] : [saidPart(content)]),
    ...(toolCalls ?? []).map(callPart),
  ];
}

const saidPart = (content: unknown): Part =>
  typeof content === "string"
    ? { word: "says", values: [content] }
    : { word: "json", values: [content] };

/** An input that is no object, such as broken JSON, is called as a text. */
function callPart({
  name,
  arguments: input,
}: {
  readonly name: string;
  readonly arguments?: Json | undefined;
}): Part {
  const read = typeof input === "string" ? parseJson(input) : input;
  return { word: "uses", values: [name, isObject(read) ? read : (input ?? {})] };
}

/** Members of usage as the APIs spell them, in this order: the first that is there counts. */
const tokenMembers = {
  input: ["prompt_tokens", "input_tokens", "promptTokenCount"],
  output: ["completion_tokens", "output_tokens", "candidatesTokenCount"],
};

function tokensSource(usage: Readonly<Record<string, unknown>>): readonly string[] {
  const counted = Object.entries(tokenMembers).flatMap(([name, members]) => {
    const count = members.map((member) => usage[member]).find((one) => typeof one === "number");
    return count === undefined ? [] : [[name, count] as const];
  });
  return counted.length === 0 ? [] : [`.tokens(${sourceOf(Object.fromEntries(counted))})`];
}

/** That it stops for its calls is plain from them. */
const stops: ReadonlyMap<string, string> = new Map([
  ["stop", "end-turn"],
  ["end_turn", "end-turn"],
  ["length", "max-tokens"],
  ["max_tokens", "max-tokens"],
  ["content_filter", "refusal"],
]);

/** To the byte, as OpenAI spells an error. */
function errorReply({ error, status = 500, retryAfter }: AimockResponse): Made {
  const body = JSON.stringify({
    error: {
      message: error?.message ?? "",
      type: error?.type ?? "server_error",
      param: error?.param ?? null,
      code: error?.code ?? null,
    },
  });
  const wait = retryAfter ?? (status === 429 ? 1 : undefined);
  const options = {
    status,
    ...(wait !== undefined && {
      headers: { "content-type": "application/json", "retry-after": String(wait) },
    }),
  };
  return { source: `raw(${sourceOf(body)}, ${sourceOf(options)})`, words: ["raw"] };
}

/** How fast it comes. A recording's pauses are told by their mean. */
function paceSources(fixture: AimockFixture): readonly string[] {
  const { latency, chunkSize, streamingProfile: profile, recordedTimings: recorded } = fixture;
  const pauses = recorded?.interChunkDelaysMs.filter((pauseMs) => pauseMs >= 0) ?? [];
  const meanMs =
    pauses.length === 0
      ? undefined
      : pauses.reduce((sum, pauseMs) => sum + pauseMs, 0) / pauses.length;
  const beforeMs = profile?.ttft ?? recorded?.ttftMs;
  const betweenMs = profile?.tps === undefined ? (latency ?? meanMs) : 1_000 / profile.tps;
  return [
    ...(beforeMs ? [`.after("${Math.round(beforeMs)}ms")`] : []),
    ...(betweenMs ? [`.chunkDelay("${Math.round(betweenMs)}ms")`] : []),
    ...(chunkSize === undefined ? [] : [`.deltas(${chunkSize})`]),
  ];
}

const cutSource = ({ truncateAfterChunks: afterEvents }: AimockFixture): string | null =>
  afterEvents === undefined ? null : `.fails(cut({ afterEvents: ${afterEvents} }))`;

function lacksOf(fixture: AimockFixture): readonly string[] {
  return [
    ...(fixture.truncateAfterChunks === undefined
      ? []
      : ["truncateAfterChunks: the first request is cut; its retry gets the whole"]),
    ...("disconnectAfterMs" in fixture
      ? ["disconnectAfterMs: write .fails(reset({ afterEvents: 3 })) or so"]
      : []),
    ...("chaos" in fixture
      ? [
          "chaos: draw faults instead, with rehearsal serve FILE --seeds 100 --faults all -- COMMAND",
        ]
      : []),
    ...("webSearches" in fixture.response
      ? ["webSearches: write searches(query, page), which names what was found"]
      : []),
  ];
}
