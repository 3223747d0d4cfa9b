import { knownModels } from "../../config/prices.ts";
import { clockPacer } from "../../mock-provider/clock-pacer.ts";
import { createMockProvider } from "../../mock-provider/mock-provider.ts";
import { claudeModels } from "../../mock-provider/model-catalogue.ts";
import type { Clock } from "../../ports.ts";
import type { RepliesLeft } from "../../replies/replies-left.ts";
import type { ServedProblem } from "../../replies/reply-problem.ts";
import { servedReplies } from "../../replies/served-replies.ts";
import type { Servable } from "../../sim/dsl/purpose.ts";
import { breakOffOver, type Unread } from "./loopback-server.ts";
import type { Labels } from "./reply-label.ts";
import type { RequestCounts, RequestEntry } from "./request-entry.ts";
import { newRequestLedger } from "./request-ledger.ts";
import { servePage } from "./serve-page.ts";

/** A scenario that answers as a provider, and what came of it; who brings it requests is another's matter. */
export interface ServedScenario {
  /** As a provider, or with the page that shows what goes on. Rejects where no connection is to come about. */
  answer(request: Request): Promise<Response>;
  /** A request that was not read to its end, so that `answer` was never asked. */
  unread(request: Request, why: Unread): void;
  /** Nothing more is answered. */
  stopped(): void;
  /** Whether all of the script was met, as far as things have come. */
  fit(): ScriptFit;
  /** What came, as far as things have come. */
  requests(): ServedRequests;
}

/** How the script and the requests fit together. */
export interface ScriptFit {
  readonly problems: readonly ServedProblem[];
  readonly left: RepliesLeft;
}

export interface ServedRequests {
  readonly counts: RequestCounts;
  /** In their order, the first hundred of each. */
  readonly unmatched: readonly RequestEntry[];
  readonly refused: readonly RequestEntry[];
}

/** What serving came to. */
export interface ServeResult extends ScriptFit, ServedRequests {}

/** `onEnd` learns of each request once it is over, and before that where a stall begins. */
export function serveReplies(
  scenario: Servable,
  labels: Labels,
  options: {
    readonly clock: Clock;
    /** Models that are known besides those whose names begin with `claude-`. */
    readonly models: readonly string[];
    readonly onEnd: (entry: RequestEntry) => void;
  },
): ServedScenario {
  const { clock, models, onEnd } = options;
  const ledger = newRequestLedger(clock.nowMs, onEnd);
  const replies = servedReplies(scenario, clock.nowMs, ledger.served);
  const mock = createMockProvider({
    source: replies,
    pacer: clockPacer(clock),
    observer: {
      observe(observation) {
        replies.observe(observation);
        ledger.observe(observation);
      },
    },
    nowMs: clock.nowMs,
    numberOf: ledger.numberOf,
    breakOff: breakOffOver(clock),
    models: claudeModels([...knownModels.keys(), ...models]),
  });

  /** The mock's answer to a request that the ledger follows. */
  async function answerAsProvider(request: Request): Promise<Response> {
    ledger.arrived(request);
    try {
      const response = await mock.serve(request);
      ledger.answered(request, response.status);
      return response;
    } catch (error) {
      // By the script's word or the client's: what goes wrong in the mock itself is an answer.
      ledger.unanswered(request);
      throw error;
    }
  }

  return {
    async answer(request) {
      const { pathname } = new URL(request.url);
      if (request.method !== "GET" && request.method !== "HEAD")
        return await answerAsProvider(request);
      // A browser asks for these by itself.
      if (/^\/(?:favicon\.ico$|apple-touch-icon|robots\.txt$|\.well-known\/)/.test(pathname))
        return new Response(null, { status: 404 });
      if (pathname !== "/") return await answerAsProvider(request);
      return servePage({
        scenario: scenario.name,
        left: replies.left(),
        counts: ledger.counts(),
        latest: ledger.latest(),
        labels,
        nowMs: clock.nowMs(),
      });
    },
    unread: ledger.unread,
    stopped: ledger.stopped,
    fit: () => ({ problems: replies.problems(), left: replies.left() }),
    requests: () => ({
      counts: ledger.counts(),
      unmatched: ledger.amiss("unmatched"),
      refused: ledger.amiss("refused"),
    }),
  };
}
