import { expect, test } from "bun:test";
import { popupId } from "../../../src/core/ids.ts";
import { randomFrom } from "../../../src/sim/schedule.ts";
import { drawPlace } from "../../../src/sim/search/draw-kills.ts";
import {
  called,
  came,
  completed,
  ended,
  logOf,
  opened,
  started,
  T1,
  text,
} from "../laws/hand-made.ts";

test("rare events and the end of a run are struck as well as the many deltas between", () => {
  const deltas = Array.from({ length: 300 }, () => came(3, [text("a")]));
  const log = logOf(started(), opened(), called(), ...deltas, completed(3), ended());
  const random = randomFrom(1);
  const struck = new Map<string, number>();
  for (let time = 0; time < 1000; time++) {
    const { type } = log[drawPlace(random, log) - 1]!;
    struck.set(type, (struck.get(type) ?? 0) + 1);
  }
  for (const type of ["run.started", "session.opened", "stream.completed", "run.ended"])
    expect({ type, isStruck: (struck.get(type) ?? 0) > 25 }).toEqual({ type, isStruck: true });
});

test("each kind of work in a tree is cut, and at times as it ends", () => {
  const prepared = { type: "preparation.ended", effectId: 2, ticketId: T1, ...nothing } as const;
  const merge = { commit: "c", side: null, gate: popupId("merge:T-1"), payloadHash: "" } as const;
  const log = logOf(
    started(),
    { type: "preparation.started", ticketId: T1, attempt: 1, fresh: true },
    ...Array.from({ length: 300 }, () => came(3, [text("a")])),
    prepared,
    { type: "merge.started", ticketId: T1, ...merge },
    { type: "merge.ended", effectId: 304, ticketId: T1, head: "h" },
    { type: "ticket.done", ticketId: T1 },
    ended(),
  );
  const random = randomFrom(1);
  const places = Array.from({ length: 1000 }, () => drawPlace(random, log));
  const share = (from: number, to: number) =>
    places.filter((place) => place >= from && place <= to).length / places.length;
  expect(share(303, 303)).toBeGreaterThan(0.06);
  expect(share(304, 305)).toBeGreaterThan(0.12);
});

const nothing = { documents: [], skeletons: [] };
