import { assertNever } from "../../core/assert-never.ts";
import type { Json } from "../../core/json.ts";
import type { Observation } from "../../mock-provider/observer.ts";
import { readRequest } from "../../mock-provider/read-request.ts";
import type { MockRequest } from "../../mock-provider/reply-source.ts";
import { shownPath } from "../../mock-provider/shown-path.ts";
import type { ServedRequest } from "../../replies/served-replies.ts";
import { beginning } from "./beginning.ts";
import type {
  RequestCounts,
  RequestEnding,
  RequestEntry,
  RequestOutcome,
} from "./request-entry.ts";
import { testNameOf } from "./test-name.ts";

/** The requests of a served mock, as they come. */
export interface RequestLedger {
  /** The latest, the newest first. */
  latest(): readonly RequestEntry[];
  /** Those that were refused or that no reply was meant for, in their order; the first hundred of each. */
  amiss(type: "refused" | "unmatched"): readonly RequestEntry[];
  counts(): RequestCounts;
  /** Enters a request before the mock is asked, which numbers it by `numberOf`. */
  arrived(request: Request): void;
  /** What it holds. */
  holds(request: Request, body: Json): void;
  numberOf(request: Request): number;
  observe(observation: Observation): void;
  served(request: MockRequest, served: ServedRequest): void;
  /** The response's head is out; its body may still come. */
  answered(request: Request, status: number): void;
  /** There is no response: the connection was refused, or the client is gone. */
  unanswered(request: Request): void;
  /** A request that was not even read to its end. */
  unread(request: Request, why: { readonly status: number; readonly message: string }): void;
  /** Nothing more is answered. */
  stopped(): void;
}

type Draft = { -readonly [Member in keyof RequestEntry]: RequestEntry[Member] };

const latestMax = 200;
const amissMax = 100;

/**
 * `onEnd` learns of each request once it is over, and before that where a stall begins. One that is refused is no
 * mistake where the script allows it.
 */
export function newRequestLedger(
  nowMs: () => number,
  onEnd: (entry: RequestEntry) => void,
  isAllowed: (request: Request) => boolean,
): RequestLedger {
  let latest: Draft[] = [];
  const open = new Map<number, Draft>();
  /** Those whose reply was handed over, or whose fault took effect. */
  const said = new WeakSet<Draft>();
  /** Those that may be refused. */
  const allowed = new WeakSet<Draft>();
  const numbers = new WeakMap<Request, number>();
  const amiss = { refused: [] as Draft[], unmatched: [] as Draft[] };
  const counts = { requests: 0, faulted: 0, unmatched: 0, refused: 0, left: 0 };

  function enter(request: Request): Draft {
    const { method, url } = request;
    counts.requests += 1;
    const draft: Draft = {
      number: counts.requests,
      atMs: nowMs(),
      method,
      path: shownPath(url),
      test: testNameOf(request),
      body: null,
      model: null,
      streamed: false,
      words: null,
      retryCount: 0,
      outcome: null,
      fault: null,
      status: null,
      end: "in flight",
      durationMs: null,
    };
    latest = [draft, ...latest.slice(0, latestMax - 1)];
    open.set(draft.number, draft);
    if (isAllowed(request)) allowed.add(draft);
    return draft;
  }

  function decide(draft: Draft, decided: RequestOutcome): void {
    const outcome: RequestOutcome =
      decided.type === "refused" && allowed.has(draft) ? { ...decided, type: "allowed" } : decided;
    draft.outcome = outcome;
    if (outcome.type !== "refused" && outcome.type !== "unmatched") return;
    counts[outcome.type] += 1;
    if (amiss[outcome.type].length < amissMax) amiss[outcome.type].push(draft);
  }

  function close(draft: Draft, end: RequestEnding): void {
    if (!open.delete(draft.number)) return;
    draft.outcome ??= { type: "told" };
    mark(draft, end);
    if (end === "left") counts.left += 1;
  }

  function mark(draft: Draft, end: RequestEnding): void {
    draft.end = end;
    draft.durationMs = nowMs() - draft.atMs;
    onEnd(draft);
  }

  const openOf = (request: Request) => open.get(numbers.get(request) ?? 0);

  return {
    latest: () => latest,
    amiss: (type) => amiss[type],
    counts: () => counts,
    arrived: (request) => void numbers.set(request, enter(request).number),
    holds(request, body) {
      const draft = openOf(request);
      if (draft !== undefined) draft.body = body;
    },
    numberOf: (request) => numbers.get(request) ?? 0,
    observe(observation) {
      const draft = open.get(observation.call);
      if (draft === undefined) return;
      switch (observation.type) {
        case "request": {
          const { model, isStreamed, lastWords } = readRequest(observation);
          draft.model = typeof model === "string" ? model : null;
          draft.streamed = isStreamed;
          draft.words = beginning(lastWords) || null;
          draft.retryCount = observation.retryCount;
          return;
        }
        case "refused":
          // An unmatched request was decided before; one that met its reply may still fail within the mock.
          if (draft.outcome?.type !== "unmatched")
            decide(draft, { type: "refused", message: observation.message });
          return;
        case "sent":
        case "raw":
          return;
        case "ended":
          said.add(draft);
          draft.fault = observation.fault;
          if (draft.fault !== null) counts.faulted += 1;
          if (draft.fault?.type === "stall") mark(draft, "stalled");
          else if (draft.status !== null) close(draft, "answered");
          return;
        case "aborted":
          close(draft, "left");
          return;
        default:
          assertNever(observation);
      }
    },
    served({ call }, served) {
      const draft = open.get(call);
      if (draft !== undefined) decide(draft, served);
    },
    answered(request, status) {
      const draft = openOf(request);
      if (draft === undefined) return;
      draft.status = status;
      const isWhole = said.has(draft) || draft.outcome?.type !== "met";
      if (isWhole && draft.end === "in flight") close(draft, "answered");
    },
    unanswered(request) {
      const draft = openOf(request);
      if (draft !== undefined) close(draft, "unanswered");
    },
    unread(request, { status, message }) {
      const draft = enter(request);
      draft.status = status;
      decide(draft, { type: "refused", message });
      close(draft, "answered");
    },
    stopped() {
      for (const draft of open.values()) close(draft, "stopped");
    },
  };
}
