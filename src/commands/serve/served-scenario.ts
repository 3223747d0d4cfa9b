import { knownModels } from "../../config/prices.ts";
import type { Json } from "../../core/json.ts";
import { parseJson } from "../../mock-provider/json-object.ts";
import { claudeModels } from "../../mock-provider/model-catalogue.ts";
import type { ServerProfile } from "../../mock-provider/servers/server-profile.ts";
import type { Clock } from "../../ports.ts";
import { isOnlyServed, type Servable } from "../../sim/dsl/purpose.ts";
import type { ServeWeather } from "./drawn/serve-weather.ts";
import { isAllowed } from "./allowed-request.ts";
import type { Unread } from "./loopback-server.ts";
import type { Labels } from "./reply-label.ts";
import type { RequestCounts, RequestEntry } from "./request-entry.ts";
import { newRequestLedger } from "./request-ledger.ts";
import { servePage } from "./serve-page.ts";
import { type ScriptFit, servedTests } from "./served-tests.ts";

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
    /** Whose ways it has; `null`: those of the wires' documentation. */
    readonly server?: ServerProfile | null;
    readonly onEnd: (entry: RequestEntry) => void;
    /** Whether what a request holds is kept with it. */
    readonly bodies: "kept" | "dropped";
    readonly weather: ServeWeather;
  },
): ServedScenario {
  const { clock, models, onEnd, bodies, weather, server = null } = options;
  const allows = (isOnlyServed(scenario) ? scenario.allows : undefined) ?? [];
  const ledger = newRequestLedger(clock.nowMs, onEnd, (request) => isAllowed(allows, request));
  const known = claudeModels([...knownModels.keys(), ...models]);
  const tests = servedTests(scenario, clock, { models: known, server }, ledger, weather);

  /** The mock's answer to a request that the ledger follows. */
  async function answerAsProvider(request: Request): Promise<Response> {
    ledger.arrived(request);
    if (bodies === "kept") ledger.holds(request, await bodyIn(request.clone()));
    try {
      const response = await tests.serve(request);
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
        left: tests.fit().left,
        counts: ledger.counts(),
        latest: ledger.latest(),
        amiss: [...ledger.amiss("unmatched"), ...ledger.amiss("refused")].toSorted(
          (a, b) => a.number - b.number,
        ),
        labels,
        nowMs: clock.nowMs(),
      });
    },
    unread: ledger.unread,
    stopped: ledger.stopped,
    fit: tests.fit,
    requests: () => ({
      counts: ledger.counts(),
      unmatched: ledger.amiss("unmatched"),
      refused: ledger.amiss("refused"),
    }),
  };
}

/** As it was sent: its JSON, or else its text. */
async function bodyIn(request: Request): Promise<Json> {
  const text = await request.text();
  return text === "" ? null : (parseJson(text) ?? text);
}
