import { workspaceTroubles, workspaceWorks } from "../../../src/sim/scenario.ts";
import fc from "fast-check";
import type { ReplyFault } from "../../../src/mock-provider/reply-fault.ts";
import type { DrawnFault } from "../../../src/sim/drawn-fault.ts";
import type { Schedule } from "../../../src/sim/schedule.ts";
import type { DrawnPlan } from "./plan.ts";

/** By gaps, so that deviations are dense in short runs too; what shrinks away leaves the default order. */
export const anySchedule: fc.Arbitrary<Schedule> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 12 })), {
    maxLength: 400,
    size: "max",
  })
  .map((gaps) => {
    let step = 0;
    const deviations = gaps.map(([gap, place]): readonly [number, number] => {
      step += gap;
      return [step, place];
    });
    return { deviations };
  });

const afterEvents = fc.integer({ min: 0, max: 8 });

const replyFault: fc.Arbitrary<ReplyFault> = fc.oneof(
  fc
    .record({
      status: fc.constantFrom(400, 401, 413, 429, 500, 529),
      retryAfterMs: fc.constantFrom(null, 0, 2000),
      shouldRetry: fc.constantFrom(null, true, false),
    })
    .map((status): ReplyFault => ({ type: "status", ...status })),
  fc.constant<ReplyFault>({ type: "connection-refused" }),
  fc
    .tuple(fc.constantFrom("reset", "cut", "error-event", "stall"), afterEvents)
    .map(([type, after]): ReplyFault => ({ type, afterEvents: after }) as ReplyFault),
  fc
    .integer({ min: 1, max: 60 })
    .map((size): ReplyFault => ({ type: "chunking", chunking: { type: "bytes", sizes: [size] } })),
  fc.constantFrom<ReplyFault>(
    { type: "max-tokens" },
    { type: "refusal" },
    { type: "malformed-json" },
    { type: "empty-reply" },
    { type: "thoughts-alone" },
    { type: "lost-calls" },
    { type: "paused" },
    { type: "missing-usage" },
    {
      type: "status",
      status: 429,
      retryAfterMs: 2_700,
      shouldRetry: null,
      pauseAs: "rounded-down",
    },
    { type: "status", status: 429, retryAfterMs: 2_750, shouldRetry: null, pauseAs: "fraction" },
    { type: "refusal", as: "member" },
    { type: "habits", habits: [{ type: "ends", as: "reset" }] },
  ),
);

/** Faults of every kind, for calls that this plan may come to. */
export function anyWeather({ tickets, trackIds }: DrawnPlan): fc.Arbitrary<readonly DrawnFault[]> {
  const places = [
    "tier1 - - 1.1",
    ...trackIds.map((id) => `tier2 ${id} - 1.1`),
    ...tickets.flatMap(({ id, trackId }) =>
      ["1.1", "1.1", "1.2", "2.1"].map((turn) => `tier3 ${trackId} ${id} ${turn}`),
    ),
    ...tickets.map(({ id, trackId }) => `tier4 ${trackId} ${id} 1.1`),
  ];
  const atEvent = fc.integer({ min: 1, max: 400 });
  const calls = fc.record({
    type: fc.constant("reply" as const),
    at: fc
      .tuple(fc.constantFrom(...places), fc.constantFrom(1, 1, 2, 3))
      .map(([place, attempt]) => `${place}.${attempt}`),
    fault: replyFault,
  });
  const tools = fc.record({
    type: fc.constant("tool" as const),
    ticketId: fc.constantFrom(...tickets.map(({ id }) => id)),
    tool: fc.constantFrom("bash", "write", "read", "edit"),
    nth: fc.integer({ min: 1, max: 2 }),
    fault: fc.constantFrom("fails", "hangs", "outlives", "ends-late"),
  });
  const others: fc.Arbitrary<DrawnFault> = fc.oneof(
    fc.record({ type: fc.constant("crash" as const), atEvent }),
    fc.record({ type: fc.constant("interrupt" as const), atEvent }),
    fc.record({
      type: fc.constant("rest" as const),
      restMs: fc.constantFrom(1_000, 20 * 60_000, 16 * 3_600_000),
    }),
    fc.record({ type: fc.constant("disk-full" as const), atEvent }),
    fc.record({ type: fc.constant("log-removed" as const), atEvent }),
    fc.record({
      type: fc.constant("slow-subscriber" as const),
      delayMs: fc.constantFrom(1, 1000, 4999),
    }),
    fc.record({ type: fc.constant("dead-subscriber" as const), atEvent }),
    fc.record({ type: fc.constant("outage" as const), atEvent }),
    fc.record({ type: fc.constant("survey" as const), times: fc.constantFrom(1, 2) }),
    fc.record({ type: fc.constant("retries" as const), times: fc.constant(1) }),
    fc.record({
      type: fc.constant("intervention" as const),
      says: fc.constantFrom("instruct" as const, "stop" as const),
      atEvent,
      nthTicket: fc.nat(3),
    }),
  );
  const works = fc.record({
    type: fc.constant("workspace" as const),
    ticketId: fc.constantFrom(...tickets.map(({ id }) => id)),
    work: fc.constantFrom(...workspaceWorks),
    nth: fc.integer({ min: 1, max: 2 }),
    fault: fc.constantFrom(...workspaceTroubles),
  });
  return fc
    .tuple(
      fc.array(calls, { maxLength: 10, size: "max" }),
      fc.array(tools, { maxLength: 4, size: "max" }),
      fc.array(works, { maxLength: 3 }),
      fc.uniqueArray(others, { maxLength: 3, selector: ({ type }) => type }),
    )
    .map((drawn): readonly DrawnFault[] => drawn.flat());
}
