import { givenNow, insideOf } from "./inside.ts";
import { replaceMember } from "./replace-member.ts";

/**
 * `Date`, `performance.now` and `process.hrtime` show a simulation's time to code inside of it, and `Date` the time at which
 * all begin to code that is being loaded.
 */
export function replaceDates(): void {
  const RealDate = globalThis.Date;
  const now = RealDate.now.bind(RealDate);
  const nowMs = (): number => givenNow()?.nowMs() ?? now();
  const virtual: DateConstructor = new Proxy(RealDate, {
    apply: () => new RealDate(nowMs()).toString(),
    construct(target, args: [], newTarget) {
      const own = newTarget === virtual ? target : newTarget;
      return args.length === 0 && givenNow() !== null
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
  replaceMarks();
  replaceFormats(nowMs);
  replaceTemporal(nowMs);
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

/** Marks, measures up to now, and what `performance.now` counts from. */
function replaceMarks(): void {
  replaceMember(
    performance,
    "mark",
    (real: Performance["mark"]) =>
      function mark(this: Performance, name, options) {
        const startTime = elapsedMs();
        return real.call(this, name, startTime === null ? options : { startTime, ...options });
      },
  );
  replaceMember(
    performance,
    "measure",
    (real: Anything) =>
      function measure(this: Performance, name, from, to) {
        const end = elapsedMs();
        if (end === null || to !== undefined) return real.call(this, name, from, to);
        if (typeof from !== "object") return real.call(this, name, { start: from ?? 0, end });
        const isEnded = from !== null && ("end" in from || "duration" in from);
        return real.call(this, name, isEnded ? from : { ...from, end });
      },
  );
  const holder = Object.getPrototypeOf(performance) as object;
  const origin = Object.getOwnPropertyDescriptor(holder, "timeOrigin");
  if (origin?.get === undefined) return;
  const { get } = origin;
  Object.defineProperty(holder, "timeOrigin", {
    ...origin,
    get(this: Performance): unknown {
      const inside = insideOf();
      return inside === null ? get.call(this) : inside.startMs - beforeMs;
    },
  });
}

type Anything = (...args: unknown[]) => unknown;

/** A format without a date shows the time that it is. */
function replaceFormats(nowMs: () => number): void {
  const real = Object.getOwnPropertyDescriptor(Intl.DateTimeFormat.prototype, "format");
  const formats = new WeakMap<Intl.DateTimeFormat, Intl.DateTimeFormat["format"]>();
  Object.defineProperty(Intl.DateTimeFormat.prototype, "format", {
    ...real,
    get(this: Intl.DateTimeFormat) {
      const format = real!.get!.call(this) as Intl.DateTimeFormat["format"];
      // The same function each time, as it is without us.
      const known = formats.get(this) ?? ((date) => format(date ?? nowMs()));
      formats.set(this, known);
      return known;
    },
  });
  replaceMember(
    Intl.DateTimeFormat.prototype,
    "formatToParts",
    (parts: Intl.DateTimeFormat["formatToParts"]) =>
      function formatToParts(this: Intl.DateTimeFormat, date) {
        return parts.call(this, date ?? nowMs());
      },
  );
}

type Now = (...args: unknown[]) => unknown;

/** Where the host has `Temporal`: what its `Now` says is made of the instant alone. */
function replaceTemporal(nowMs: () => number): void {
  const temporal: { Now: object; Instant: Instants } | undefined = Reflect.get(
    globalThis,
    "Temporal",
  );
  if (temporal === undefined) return;
  const { Now: now, Instant } = temporal;
  const zoneOf = (zone: unknown): unknown =>
    zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zoned = (zone: unknown): Zoned =>
    Instant.fromEpochMilliseconds(nowMs()).toZonedDateTimeISO(zoneOf(zone));
  const inside = (virtual: Now) => (real: Now) => (zone: unknown) =>
    givenNow() === null ? real(zone) : virtual(zone);
  replaceMember(
    now,
    "instant",
    inside(() => Instant.fromEpochMilliseconds(nowMs())),
  );
  replaceMember(now, "zonedDateTimeISO", inside(zoned));
  replaceMember(
    now,
    "plainDateTimeISO",
    inside((zone) => zoned(zone).toPlainDateTime()),
  );
  replaceMember(
    now,
    "plainDateISO",
    inside((zone) => zoned(zone).toPlainDate()),
  );
  replaceMember(
    now,
    "plainTimeISO",
    inside((zone) => zoned(zone).toPlainTime()),
  );
}

interface Instants {
  fromEpochMilliseconds(ms: number): { toZonedDateTimeISO(zone: unknown): Zoned };
}

interface Zoned {
  toPlainDateTime(): unknown;
  toPlainDate(): unknown;
  toPlainTime(): unknown;
}

/** How long before the simulation its process began. */
const beforeMs = 1000;

/** Since the simulation began, a second after its process; `null` outside of any. */
function elapsedMs(): number | null {
  const inside = insideOf();
  return inside === null ? null : inside.nowMs() - inside.startMs + beforeMs;
}

function pairOf(ms: number, [seconds, nanoseconds]: [number, number] = [0, 0]): [number, number] {
  const all = ms * 1_000_000 - (seconds * 1_000_000_000 + nanoseconds);
  return [Math.floor(all / 1_000_000_000), all % 1_000_000_000];
}
