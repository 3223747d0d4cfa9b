import { expect, test } from "bun:test";
import { randomFrom } from "../../../src/sim/schedule.ts";
import { drawPlace } from "../../../src/sim/search/draw-kills.ts";
import { called, came, completed, ended, logOf, opened, started, text } from "../laws/hand-made.ts";

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
