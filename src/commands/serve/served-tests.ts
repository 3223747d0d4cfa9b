import { breakOffOver } from "./loopback-server.ts";
import { createMockProvider, type MockProvider } from "../../mock-provider/mock-provider.ts";
import type { ModelCatalogue } from "../../mock-provider/model-catalogue.ts";
import type { ServerProfile } from "../../mock-provider/servers/server-profile.ts";
import type { Clock } from "../../ports.ts";
import type { RepliesLeft } from "../../replies/replies-left.ts";
import type { ServedProblem } from "../../replies/reply-problem.ts";
import { type ServedReplies, servedReplies } from "../../replies/served-replies.ts";
import type { Servable } from "../../sim/dsl/purpose.ts";
import type { ServeWeather } from "./drawn/serve-weather.ts";
import type { RequestLedger } from "./request-ledger.ts";
import { testNameOf } from "./test-name.ts";

/** How the script and the requests fit together. */
export interface ScriptFit {
  readonly problems: readonly TestProblem[];
  readonly left: LeftReplies;
}

/** `test`: of which test; `null` for requests that name none. */
export type TestProblem = ServedProblem & { readonly test: string | null };

export type LeftReplies = Omit<RepliesLeft, "replies"> & {
  readonly replies: readonly { readonly name: string; readonly test: string | null }[];
};

/** The tests that share a server: each has the script, and all that a provider remembers, for itself. */
export interface ServedTests {
  serve(request: Request): Promise<Response>;
  fit(): ScriptFit;
}

interface OneTest {
  readonly mock: MockProvider;
  readonly replies: ServedReplies;
}

export function servedTests(
  scenario: Servable,
  clock: Clock,
  provider: {
    readonly models: ModelCatalogue;
    /** Whose ways it has; `null`: those of the wires' documentation. */
    readonly server: ServerProfile | null;
  },
  ledger: RequestLedger,
  weather: ServeWeather,
): ServedTests {
  const { models, server } = provider;
  const tests = new Map<string | null, OneTest>();

  function begin(name: string | null): OneTest {
    const { drawFault, pacer, observer, around } = weather(name);
    const replies = servedReplies(scenario, clock.nowMs, ledger.served, drawFault);
    const mock = createMockProvider({
      source: around(replies),
      pacer,
      observer: {
        observe(observation) {
          replies.observe(observation);
          observer.observe(observation);
          ledger.observe(observation);
        },
      },
      nowMs: clock.nowMs,
      numberOf: ledger.numberOf,
      breakOff: breakOffOver(clock),
      models,
      ...(server !== null && { server }),
    });
    return { mock, replies };
  }

  function testNamed(name: string | null): OneTest {
    const known = tests.get(name);
    if (known !== undefined) return known;
    const begun = begin(name);
    tests.set(name, begun);
    return begun;
  }

  return {
    serve: (request) => testNamed(testNameOf(request)).mock.serve(request),
    fit() {
      // Where nobody asked anything, the script was for whoever would have come without a name.
      if (tests.size === 0) testNamed(null);
      const all = [...tests].map(([test, { replies }]) => ({
        test,
        replies,
        left: replies.left(),
      }));
      return {
        problems: all.flatMap(({ test, replies }) =>
          replies.problems().map((problem) => ({
            ...problem,
            message:
              test === null ? problem.message : `Test ${JSON.stringify(test)}: ${problem.message}`,
            test,
          })),
        ),
        left: {
          replies: all.flatMap(({ test, left }) => left.replies.map((name) => ({ name, test }))),
          of: sum(all.map(({ left }) => left.of)),
          used: sum(all.map(({ left }) => left.used)),
          always: all[0]?.left.always ?? 0,
        },
      };
    },
  };
}

const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);
