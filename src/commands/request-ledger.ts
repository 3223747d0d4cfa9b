import type { Observation } from "../mock-provider/observer.ts";
import type { MockRequest } from "../mock-provider/reply-source.ts";
import type { ServedRequest } from "../sim/served-replies.ts";

/** What is known of one request to a served mock. */
export interface RequestEntry {
  /** Counts from 1. */
  readonly number: number;
  readonly atMs: number;
  readonly path: string;
  readonly retryCount: number;
  readonly outcome: RequestOutcome;
}

export type RequestOutcome =
  | ServedRequest
  /** It needed no reply: a count of tokens, a list of models. */
  | { readonly type: "told" }
  /** The API would have refused it. */
  | { readonly type: "refused"; readonly status: number; readonly message: string };

/** The requests of a served mock, as they come. */
export interface RequestLedger {
  /** The latest, the newest first. */
  latest(): readonly RequestEntry[];
  counts(): { readonly requests: number; readonly unmatched: number; readonly refused: number };
  observe(observation: Observation): void;
  served(request: MockRequest, served: ServedRequest): void;
}

const latestMax = 200;

/** `onEntry` is told of each request once, when it is known what becomes of it. */
export function newRequestLedger(
  nowMs: () => number,
  onEntry: (entry: RequestEntry) => void,
): RequestLedger {
  const entries: RequestEntry[] = [];
  const counts = { requests: 0, unmatched: 0, refused: 0 };
  let current: Extract<Observation, { type: "request" }> | null = null;

  function enter(entry: Omit<RequestEntry, "atMs">): void {
    const whole = { ...entry, atMs: nowMs() };
    entries.unshift(whole);
    if (entries.length > latestMax) entries.pop();
    counts.requests += 1;
    if (entry.outcome.type === "unmatched") counts.unmatched += 1;
    if (entry.outcome.type === "refused") counts.refused += 1;
    current = null;
    onEntry(whole);
  }

  /** A request that was followed by no decision needed none. */
  function settle(): void {
    if (current === null) return;
    const { call: number, path, retryCount } = current;
    enter({ number, path, retryCount, outcome: { type: "told" } });
  }

  return {
    latest: () => entries,
    counts: () => counts,
    observe(observation) {
      switch (observation.type) {
        case "request":
          settle();
          current = observation;
          // Whoever decides does so in this very turn.
          queueMicrotask(settle);
          return;
        case "refused": {
          // An unmatched request was entered when it was decided.
          if (entries.some(({ number }) => number === observation.call)) return;
          const { call: number, status, message } = observation;
          const outcome = { type: "refused", status, message } as const;
          enter({ number, path: "", retryCount: 0, outcome });
          return;
        }
        case "sent":
        case "ended":
        case "aborted":
          return;
      }
    },
    served(_request, served) {
      if (current === null) return;
      const { call: number, path, retryCount } = current;
      enter({ number, path, retryCount, outcome: served });
    },
  };
}

/** One line that says what became of a request. */
export function outcomeText(outcome: RequestOutcome): string {
  switch (outcome.type) {
    case "met": {
      const again = outcome.try === 1 ? "" : `, try ${outcome.try}`;
      return `${outcome.reply}${again}${outcome.fault === null ? "" : `, with the fault ${outcome.fault}`}`;
    }
    case "told":
      return "needs no reply";
    case "unmatched":
      return `UNMATCHED: ${outcome.message}`;
    case "refused":
      return `refused with ${outcome.status}: ${outcome.message}`;
  }
}
