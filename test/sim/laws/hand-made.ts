import type { Delta } from "../../../src/core/reply/delta.ts";
import type { Event, EventBody, Unit } from "../../../src/core/event.ts";
import {
  type Address,
  popupId,
  runId,
  type Seat,
  sessionIdOf,
  ticketId,
  trackId,
} from "../../../src/core/ids.ts";
import { hashOf, type JsonObject } from "../../../src/core/json.ts";
import type { Answer, AskedOf, Popup, PopupOf } from "../../../src/core/gates/popup.ts";
import { type PopupPlaces, popupRules } from "../../../src/core/gates/popup-kinds.ts";
import {
  type PlaceOfCall,
  placeOfRun,
  type PlaceOfTicket,
  placeOfTrack,
} from "../../../src/core/gates/popup-place.ts";
import { userText } from "../../../src/core/message.ts";
import type { Settings } from "../../../src/core/settings.ts";
import type { Ticket } from "../../../src/core/planning/ticket.ts";
import { noUsage, type Usage } from "../../../src/core/ledger/usage.ts";
import type { LifeRecord, Reception, RunRecord, SentAnswer } from "../../../src/sim/record.ts";
import { sampleSettings } from "../../core/sample-settings.ts";

/** Numbers the events of a log written by hand; a second passes between any two. */
export const logOf = (...bodies: readonly EventBody[]): readonly Event[] =>
  bodies.map((body, index) => ({ ...body, seq: index + 1, atMs: 1000 * (index + 1) }));

/** A life that ended by itself and inherited nothing. */
export const lifeOf = (log: readonly Event[], changes: Partial<LifeRecord> = {}): LifeRecord => ({
  number: 1,
  log,
  inherited: 0,
  crashed: false,
  finished: { outcome: "done", failure: null, lostSubscribers: [] },
  stored: log.length,
  steps: 0,
  timersLeft: 0,
  onScreen: [],
  ...changes,
});

/** A record of one life in which nothing was observed but its log. */
export const recordOf = (
  log: readonly Event[],
  changes: Partial<Omit<RunRecord, "answers">> & {
    readonly answers?: readonly HandMadeAnswer[];
  } = {},
): RunRecord => ({
  lives: [lifeOf(log)],
  log,
  observations: [],
  receptions: [],
  executions: [],
  shown: [],
  atRest: [],
  foldDifferences: [],
  foldComparisons: 0,
  steps: [],
  stepsAtEvent: [],
  end: { type: "over" },
  problems: [],
  files: {},
  remains: {
    merged: [],
    unchecked: [],
    texts: new Set(),
    held: new Map(),
    onBranchOnce: new Set(),
    reserved: [],
    theirs: nothing,
  },
  theirsBefore: nothing,
  ...changes,
  answers: (changes.answers ?? []).map((answer) => ({
    life: 1,
    atMs: Infinity,
    meant: null,
    ...answer,
  })),
});

const nothing: RunRecord["theirsBefore"] = { branches: {}, files: {} };

/** An answer; unless its time is said, it comes too late to be missed. */
export type HandMadeRecord = Parameters<typeof recordOf>[1];

type HandMadeAnswer = Answer & Partial<SentAnswer>;

export const receptionOf = (
  events: readonly Event[],
  changes: Partial<Reception> = {},
): Reception => ({
  life: 1,
  subscriber: "screen",
  events: [...events],
  dies: false,
  delayMs: 0,
  threw: false,
  waits: 0,
  ...changes,
});

export const started = (changes: Partial<Settings> = {}): EventBody => ({
  type: "run.started",
  schema: 1,
  runId: runId("run"),
  epic: "an epic",
  settings: sampleSettings(changes),
});

export const ended = (outcome: "done" | "failed" | "waiting" = "done"): EventBody => ({
  type: "run.ended",
  outcome,
  failure: null,
});

/** The Orchestrator's session, and its first try. */
const seat: Seat = { tier: "tier1", trackId: null, ticketId: null, attempt: 1 };
export const address: Address = { ...seat, turn: 1, try: 1 };
const unit: Unit = { sessionId: sessionIdOf(seat), turn: 1, try: 1 };

export const opened = (): EventBody => ({
  type: "session.opened",
  sessionId: sessionIdOf(seat),
  ...seat,
  message: userText("plan it"),
});

export const called = (attempt = 1, reservedTokens = 100): EventBody => ({
  type: "model.started",
  unit: { ...unit, try: attempt },
  address: { ...address, try: attempt },
  model: "model",
  maxOutputTokens: 100,
  reservedTokens,
  reservedUsd: null,
});

export const text = (words: string): Delta => ({ type: "text", block: 0, text: words });

export const usageOf = (inputTokens: number, outputTokens: number): Usage => ({
  ...noUsage,
  inputTokens,
  outputTokens,
});

export const came = (
  effectId: number,
  deltas: readonly Delta[],
  usage: Usage | null = null,
  attempt = 1,
): EventBody => ({
  type: "stream.deltas",
  effectId,
  unit: { ...unit, try: attempt },
  deltas,
  usage,
});

export const completed = (effectId: number, attempt = 1): EventBody => ({
  type: "stream.completed",
  effectId,
  unit: { ...unit, try: attempt },
  stopReason: "end-turn",
  commandParts: {},
});

export const discarded = (effectId: number, code: "stream-cut" | "crashed" = "stream-cut") =>
  ({
    type: "stream.discarded",
    effectId,
    unit,
    failure: { code, message: "cut" },
  }) as const satisfies EventBody;

/** What the mock says that it handed over. */
export const sent = (
  deltas: readonly Delta[],
  usage: Usage | null = null,
  attempt = 1,
): RunRecord["observations"][number] => ({
  type: "sent",
  call: attempt,
  address: { ...address, try: attempt },
  event: { deltas, usage },
  life: 1,
});

export const asked = (body: JsonObject, attempt = 1): RunRecord["observations"][number] => ({
  type: "request",
  call: attempt,
  address: { ...address, try: attempt },
  wire: "anthropic",
  path: "/v1/messages",
  body,
  retryCount: 0,
  life: 1,
});

export const T1 = ticketId("T-1");
export const T2 = ticketId("T-2");
export const main = trackId("main");

export const ticketOf = (id: string, ...dependsOn: readonly string[]): Ticket => ({
  id: ticketId(id),
  trackId: main,
  title: id,
  description: "",
  files: [],
  dependsOn: dependsOn.map(ticketId),
});

const ofTicket: PlaceOfTicket = { trackId: main, ticketId: T1, attempt: 1, callId: null };
const ofCall: PlaceOfCall = { ...ofTicket, callId: "call" };
const places = {
  tracks: placeOfRun,
  tickets: placeOfTrack(main),
  spawn: ofTicket,
  step: ofTicket,
  tool: ofCall,
  question: ofCall,
  merge: ofTicket,
  leftovers: ofTicket,
  budget: placeOfRun,
  "in-doubt": ofCall,
} satisfies Partial<PopupPlaces>;

/** The kinds that tests of laws ask about. */
type PlacedKind = keyof typeof places;
type PlacedSubject = { readonly [Kind in PlacedKind]: AskedOf<Kind> }[PlacedKind];

/** A popup as `decide` would open it. */
export const popupOf = (
  id: string,
  subject: PlacedSubject,
  changes: Partial<Pick<Popup, "expiresAtMs" | "proposedRule">> = {},
): EventBody => ({ type: "popup.opened", popup: { ...popupOfKind(id, subject), ...changes } });

function popupOfKind<Kind extends PlacedKind>(id: string, subject: AskedOf<Kind>): PopupOf<Kind> {
  const place: PopupPlaces[Kind] = places[subject.kind];
  const popup = {
    ...subject,
    id: popupId(id),
    runId: runId("run"),
    ...place,
    payloadHash: hashOf(subject.payload),
    revision: 1,
    decisions: popupRules[subject.kind].decisions,
    proposedRule: null,
    openedAtMs: 0,
    expiresAtMs: null,
  };
  return popup;
}

export const answerOf = (
  id: string,
  payload: object,
  decision: Answer["decision"] = { type: "approve" },
): Answer => ({ popupId: popupId(id), payloadHash: hashOf(payload), decision });

export const decided = (
  id: string,
  payload: object,
  decision: Answer["decision"] = { type: "approve" },
): EventBody => ({
  type: "popup.decided",
  rule: null,
  popupId: popupId(id),
  decision,
  revision: 1,
  payloadHash: hashOf(payload),
});

/** The breaches of a verdict, as one text; empty where it holds. */
export const breachesOf = (verdict: {
  readonly type: string;
  readonly breaches?: readonly string[];
}) => (verdict.breaches ?? []).join("\n");
