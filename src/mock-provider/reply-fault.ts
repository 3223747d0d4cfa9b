import { z } from "zod";
import { strict } from "../core/words/strict-schema.ts";
import { pings, splitAfter } from "./sending/body-plan.ts";
import { chunkingSchema, rawResponseSchema } from "./reply-schema.ts";
import type { FaultRules } from "./fault-rules.ts";
import { waysOfPauses } from "./servers/error-habit.ts";
import type { Habit } from "./servers/habit.ts";
import { habitWords, isHabit } from "./servers/habit-words.ts";
import { brokenOff, malformed, refusedBlocks } from "./script.ts";
import type { StatusError } from "./wire-error.ts";
import { countText } from "../core/words/count-text.ts";

/**
 * A fault that changes nothing of the reply but what `rules` says. Its type, and what a scenario may hold, follow from the
 * schemas of its members.
 */
const fault = <Shape extends z.ZodRawShape>(
  rules: { readonly members: Shape } & Pick<FaultRules<MembersOf<Shape>>, "isFailure" | "words"> &
    Partial<FaultRules<MembersOf<Shape>>>,
): FaultRules<MembersOf<Shape>> & { readonly members: Shape } => ({
  isRetried: () => rules.isFailure,
  spoilsCalls: false,
  habits: () => [],
  inPlace: () => null,
  ofScript: (script) => script,
  ofBody: (plan) => plan,
  ofRaw: (raw) => raw,
  ...rules,
});

/** Picked by name, since zod takes an object without members for one with any. */
type MembersOf<Shape extends z.ZodRawShape> = Readonly<
  Pick<z.infer<z.ZodObject<Shape>>, keyof Shape & keyof z.infer<z.ZodObject<Shape>>>
>;

const habitsSchema = z
  .array(z.custom<Habit>((value) => isHabit(value), "this is no server's way"))
  .min(1)
  .readonly();

const sentAsWords = (habits: readonly Habit[]): string =>
  `as some servers send it: ${habits.map(habitWords).join(", ")}`;

/** Wire events that are still sent whole. */
const afterEvents = z.int().min(0);

/** A fault that breaks a stream off. */
const broken = (name: string, rules: Partial<FaultRules<{ readonly afterEvents: number }>>) =>
  fault({
    members: { afterEvents },
    isFailure: true,
    words: (position) => `${name} ${positionWords(position)}`,
    ...rules,
  });

const positionWords = ({ afterEvents: events }: { readonly afterEvents: number }): string =>
  `after ${countText(events, "event")}`;

/** Ends the body in the middle of an event. */
const tornAs = (end: "reset" | "cut") =>
  broken(end, {
    ofBody(plan, place) {
      const { sent, next } = splitAfter(plan.events, place.afterEvents);
      const torn = next === undefined ? "" : next.text.slice(0, Math.floor(next.text.length / 2));
      return { ...plan, events: sent, torn, end };
    },
    ofRaw: (raw, place) => ({ ...raw, chunks: raw.chunks.slice(0, place.afterEvents), end }),
  });

const rulesOfFaults = {
  /** An HTTP error in the wire's own shape. */
  status: fault({
    members: {
      status: z.int().min(400).max(599),
      retryAfterMs: z.int().min(0).nullable(),
      shouldRetry: z.boolean().nullable(),
      /** In which way else the pause is told than in the usual headers. */
      pauseAs: z.enum(waysOfPauses).exactOptional(),
    },
    isFailure: true,
    isRetried: ({ shouldRetry, status }) => shouldRetry ?? isRetriedStatus(status),
    habits: ({ pauseAs: as }) => (as === undefined ? [] : [{ type: "waits-told", as }]),
    words({ status, retryAfterMs, shouldRetry, pauseAs }) {
      const way = pauseAs === undefined ? "" : ` (${pauseAs})`;
      const after = retryAfterMs === null ? "" : `, retry-after ${retryAfterMs / 1_000}s${way}`;
      return `${status}${after}${shouldRetry === null ? "" : `, x-should-retry ${shouldRetry}`}`;
    },
    inPlace: (error, asked) => ({ type: "error", error: asked.errorOf(error) }),
  }),
  /** `fetch` rejects before any response. */
  "connection-refused": fault({
    members: {},
    isFailure: true,
    words: () => "connection refused",
    inPlace: () => ({ type: "nothing" }),
  }),
  /** The body's stream errors. */
  reset: tornAs("reset"),
  /**
   * The body ends early, without the final event: without an error where it is read in process; over a socket
   * the connection ends, and the end of the body's chunks is missing.
   */
  cut: tornAs("cut"),
  /** `event: error` within a stream that began with 200; `text`: these bytes in its place. */
  "error-event": fault({
    members: { afterEvents, text: z.string().exactOptional() },
    isFailure: true,
    words: (place) => `error event ${positionWords(place)}`,
    // Where nothing is streamed, it becomes a status.
    inPlace: (_, { isStreamed, errorOf }) =>
      isStreamed ? null : { type: "error", error: errorOf(overload) },
    ofBody(plan, { afterEvents: events, text }, errorAfter) {
      const { sent: pieces } = splitAfter(plan.events, events);
      // No server puts an event into the middle of another one.
      const sent = pieces.slice(0, pieces.findLastIndex(({ goesOn }) => goesOn !== true) + 1);
      const error =
        text === undefined ? errorAfter(sent.length) : { text, deltas: [], usage: null };
      return { ...plan, events: [...sent, error] };
    },
  }),
  /** Nothing more comes, and the connection stays open; `pingMs`: but for a comment each time that so long has passed, 100 times. */
  stall: fault({
    members: { afterEvents, pingMs: z.int().min(1).exactOptional() },
    isFailure: true,
    words: ({ pingMs, ...place }) =>
      `stall ${positionWords(place)}${pingMs === undefined ? "" : `, with a ping each ${pingMs / 1_000} s`}`,
    ofBody(plan, { afterEvents: events, pingMs }) {
      const { sent } = splitAfter(plan.events, events);
      return { ...plan, events: [...sent, ...pings(pingMs)], end: "stall" };
    },
    ofRaw: (raw, place) => ({
      ...raw,
      chunks: raw.chunks.slice(0, place.afterEvents),
      end: "stall",
    }),
  }),
  chunking: fault({
    members: { chunking: chunkingSchema },
    isFailure: false,
    words: () => "odd chunks",
    ofBody: (plan, { chunking }) => ({ ...plan, chunking }),
  }),
  /** The reply is whole, and each of its events keeps the client waiting. */
  slow: fault({
    members: { betweenMs: z.int().min(1) },
    isFailure: false,
    words: ({ betweenMs }) => `slow: an event each ${betweenMs / 1_000} s`,
    ofBody: (plan, { betweenMs }) => ({
      ...plan,
      events: plan.events.map((event) => ({ ...event, delayMs: betweenMs })),
    }),
  }),
  /** The reply stops with `max-tokens` in the middle of its first tool call (or of its last part). */
  "max-tokens": fault({
    members: {},
    isFailure: false,
    spoilsCalls: true,
    words: () => "max tokens",
    ofScript: ({ blocks }) => ({ blocks: brokenOff(blocks), stopReason: "max-tokens" }),
  }),
  /** `as`: on Chat Completions its words stand so, and the reply just stops. */
  refusal: fault({
    members: { as: z.enum(["member", "part"]).exactOptional() },
    isFailure: false,
    spoilsCalls: true,
    words: ({ as }) => (as === undefined ? "refusal" : `refusal in a ${as}`),
    habits: ({ as }) => (as === undefined ? [] : [{ type: "refusals", as }]),
    ofScript: ({ blocks }) => ({ blocks: refusedBlocks(blocks), stopReason: "refusal" }),
  }),
  /** A planner's JSON, or the first call's, is broken off; `habits`: in these ways of some servers. */
  "malformed-json": fault({
    members: { habits: habitsSchema.exactOptional() },
    isFailure: false,
    spoilsCalls: true,
    words: ({ habits }) =>
      `malformed JSON${habits === undefined ? "" : `, ${sentAsWords(habits)}`}`,
    habits: ({ habits }) => habits ?? [],
    ofScript: (script, parts) => ({ ...script, blocks: malformed(parts, script.blocks) }),
  }),
  /** A reply that says nothing and calls nothing, though it ends as one that is whole. */
  "empty-reply": fault({
    members: {},
    isFailure: false,
    spoilsCalls: true,
    words: () => "empty reply",
    ofScript: () => ({ blocks: [], stopReason: "end-turn" }),
  }),
  /** Only what was thought comes. */
  "thoughts-alone": fault({
    members: {},
    isFailure: false,
    spoilsCalls: true,
    words: () => "thoughts alone",
    ofScript: ({ blocks }) => ({
      blocks: blocks.filter(({ type }) => type === "thinking"),
      stopReason: "end-turn",
    }),
  }),
  /** The stop reason promises calls, and none is there. */
  "lost-calls": fault({
    members: {},
    isFailure: false,
    spoilsCalls: true,
    words: () => "lost calls",
    ofScript: ({ blocks }) => ({
      blocks: blocks.filter(({ type }) => type !== "tool-use"),
      stopReason: "tool-use",
    }),
  }),
  /** The provider pauses its turn, and the client is to go on with it. */
  paused: fault({
    members: {},
    isFailure: false,
    spoilsCalls: true,
    words: () => "paused",
    ofScript: (script) => ({ ...script, stopReason: "pause-turn" }),
  }),
  /** The reply is whole, and nobody says what it took; Gemini's API always does. */
  "missing-usage": fault({
    members: {},
    isFailure: false,
    words: () => "no usage told",
    habits: () => [
      { type: "usage", as: "none" },
      { type: "message-usage", as: "none" },
      { type: "response-usage", as: "none" },
    ],
  }),
  /** The reply is whole, in ways of some servers, each on the wire that has it. */
  habits: fault({
    members: { habits: habitsSchema },
    isFailure: false,
    habits: ({ habits }) => habits,
    words: ({ habits }) => sentAsWords(habits),
  }),
  /** Exact bytes in place of the reply. */
  raw: fault({
    members: { response: rawResponseSchema },
    isFailure: true,
    isRetried({ response: { status, headers } }) {
      const shouldRetry = Object.entries(headers).find(
        ([name]) => name.toLowerCase() === "x-should-retry",
      )?.[1];
      if (shouldRetry === "true" || shouldRetry === "false") return shouldRetry === "true";
      return status < 400 || isRetriedStatus(status);
    },
    words: ({ response }) => `raw ${response.status}`,
    inPlace: ({ response }) => ({ type: "raw", raw: response }),
  }),
};

type FaultType = keyof typeof rulesOfFaults;
type FaultMembers = {
  readonly [Type in FaultType]: MembersOf<(typeof rulesOfFaults)[Type]["members"]>;
};
type FaultOf<Type extends FaultType> = {
  readonly [Each in Type]: { readonly type: Each } & FaultMembers[Each];
}[Type];

/** What goes wrong with one try of a call. */
export type ReplyFault = FaultOf<FaultType>;

const faultRules: { readonly [Type in FaultType]: FaultRules<FaultMembers[Type]> } = rulesOfFaults;

/** The rules of a fault's type. They take the fault itself, which is of that type. */
export const rulesOf = ({ type }: ReplyFault): FaultRules<ReplyFault> =>
  faultRules[type] as FaultRules<ReplyFault>;

const [first, ...others] = Object.entries(rulesOfFaults).map(([type, { members }]) =>
  strict({ type: z.literal(type), ...members }),
);

/** A fault as a scenario may hold it. */
export const replyFaultSchema = z.discriminatedUnion("type", [
  first!,
  ...others,
]) as unknown as z.ZodType<ReplyFault>;

/** Whether a client does not get its reply because of the fault. */
export const isFailure = (one: ReplyFault): boolean => rulesOf(one).isFailure;

/**
 * Whether a client tries again after it, by the rules of the providers' own clients: after 408, 409, 429 and
 * from 500 on, unless `x-should-retry` says otherwise. A connection that broke is tried again.
 */
export const isRetriedByClients = (one: ReplyFault): boolean => rulesOf(one).isRetried(one);

/** A fault in few words: `429, retry-after 2s`, `cut after 5 events`. */
export const faultWords = (one: ReplyFault): string => rulesOf(one).words(one);

const isRetriedStatus = (status: number): boolean =>
  status === 408 || status === 409 || status === 429 || status >= 500;

/** What a provider says that has too much to do. */
const overload: StatusError = { status: 529, retryAfterMs: null, shouldRetry: null };
