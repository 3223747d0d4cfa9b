import { clockPacer } from "../../../mock-provider/sending/clock-pacer.ts";
import type { Observer } from "../../../mock-provider/observer.ts";
import { silentObserver } from "../../../mock-provider/observer.ts";
import type { Pacer } from "../../../mock-provider/sending/pacer.ts";
import type { ReplySource } from "../../../mock-provider/reply-source.ts";
import type { Clock } from "../../../ports.ts";
import type { DrawForeignFault } from "../../../replies/meet/strike.ts";
import type { FaultsOfTry } from "./draw-faults.ts";
import type { ServedFault } from "./served-fault.ts";
import { releaseDesk } from "./release-desk.ts";

/** The conditions under which one test is served, besides what its script says. */
export interface TestWeather {
  readonly drawFault: DrawForeignFault;
  readonly pacer: Pacer;
  readonly observer: Observer;
  /** The same replies, with what happens to them. */
  around(replies: ReplySource): ReplySource;
}

export type ServeWeather = (test: string | null) => TestWeather;

export const noServeWeather =
  (clock: Clock): ServeWeather =>
  () => ({
    drawFault: () => null,
    pacer: clockPacer(clock),
    observer: silentObserver,
    around: (replies) => replies,
  });

/** `met` collects what took effect. */
export function drawnWeather(
  clock: Clock,
  faultsOf: FaultsOfTry,
  met: ServedFault[],
): ServeWeather {
  const ranks = new Map<number, number>();
  // One for all tests: they share the agent's time.
  const desk = releaseDesk(clock, (call) => ranks.get(call) ?? 0);

  return (test) => {
    /** What was drawn for the request that is being decided. */
    let drawn: readonly ServedFault[] = [];
    return {
      drawFault(place) {
        drawn = faultsOf({ ...place, test });
        met.push(...drawn);
        return drawn.find((one) => one.type === "reply")?.fault ?? null;
      },
      pacer: desk,
      observer: desk,
      around: (replies) => ({
        next(request) {
          drawn = [];
          const next = replies.next(request);
          if (next.type === "none") return next;
          const pause = drawn.find((one) => one.type === "pause");
          const rank = drawn.find((one) => one.type === "rank");
          if (rank !== undefined) ranks.set(request.call, rank.rank);
          if (pause === undefined) return next;
          const { reply } = next;
          return {
            ...next,
            reply: {
              ...reply,
              delayMs: reply.delayMs + pause.beforeMs,
              chunkDelayMs: reply.chunkDelayMs + pause.chunkMs,
            },
          };
        },
      }),
    };
  };
}
