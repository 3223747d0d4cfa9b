import { insideOf } from "./inside.ts";
import { replaceMember } from "./replace-member.ts";

/** `Date`, `performance.now` and `process.hrtime` show a simulation's time to code inside of it. */
export function replaceDates(): void {
  const RealDate = globalThis.Date;
  const now = RealDate.now.bind(RealDate);
  const nowMs = (): number => insideOf()?.nowMs() ?? now();
  const virtual: DateConstructor = new Proxy(RealDate, {
    apply: () => new RealDate(nowMs()).toString(),
    construct(target, args: [], newTarget) {
      const own = newTarget === virtual ? target : newTarget;
      return args.length === 0 && insideOf() !== null
        ? (Reflect.construct(target, [nowMs()], own) as object)
        : (Reflect.construct(target, args, own) as object);
    },
  });
  replaceMember(RealDate, "now", () => nowMs);
  RealDate.prototype.constructor = virtual;
  globalThis.Date = virtual;
  replaceMember(
    performance,
    "now",
    (real: () => number) =>
      function now(this: Performance) {
        return elapsedMs() ?? real.call(this);
      },
  );
  const hrtime = process.hrtime;
  const { bigint } = hrtime;
  replaceMember(
    process,
    "hrtime",
    (real: (since?: [number, number]) => [number, number]) => (since) => {
      const ms = elapsedMs();
      return ms === null ? real.call(process, since) : pairOf(ms, since);
    },
  );
  replaceMember(process.hrtime, "bigint", () => () => {
    const ms = elapsedMs();
    return ms === null ? bigint.call(hrtime) : BigInt(ms) * 1_000_000n;
  });
  replaceMember(process, "uptime", (real: () => number) => () => {
    const ms = elapsedMs();
    return ms === null ? real.call(process) : ms / 1000;
  });
  replaceMember(
    Reflect.get(globalThis, "Bun") as object | undefined,
    "nanoseconds",
    (real: () => number) => () => {
      const ms = elapsedMs();
      return ms === null ? real() : ms * 1_000_000;
    },
  );
}

/** Since the simulation began, a second after its process; `null` outside of any. */
function elapsedMs(): number | null {
  const inside = insideOf();
  return inside === null ? null : inside.nowMs() - inside.startMs + 1000;
}

function pairOf(ms: number, [seconds, nanoseconds]: [number, number] = [0, 0]): [number, number] {
  const all = ms * 1_000_000 - (seconds * 1_000_000_000 + nanoseconds);
  return [Math.floor(all / 1_000_000_000), all % 1_000_000_000];
}
