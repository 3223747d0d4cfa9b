import { describe, expect, test } from "bun:test";
import type { EventBody } from "../../../src/core/event.ts";
import { popupId } from "../../../src/core/ids.ts";
import type { Merging } from "../../../src/core/merging.ts";
import type { RunRecord } from "../../../src/sim/record.ts";
import { checkFresh } from "../../../src/sim/laws/fresh.ts";
import { breachesOf, logOf, recordOf, started, T1, T2 } from "./hand-made.ts";

const begun = (ticketId = T1): EventBody => ({ type: "attempt.started", ticketId, attempt: 1 });
/** Events that come one after the other; `first` is the number of the first one. */
const checked = (first: number, passed: boolean, merging?: Merging): readonly EventBody[] => [
  {
    type: "check.started",
    ticketId: T1,
    attempt: 1,
    command: "test",
    ...(merging && { merging }),
  },
  { type: "check.ended", effectId: first, ticketId: T1, passed, output: "" },
];
const compared = (moved: boolean): EventBody => ({
  type: "comparison.ended",
  effectId: 0,
  ticketId: T1,
  conflicts: [],
  moved,
});
const merge = (side: Merging["side"] = null): EventBody => ({
  type: "merge.started",
  ticketId: T1,
  commit: "c",
  side,
  gate: popupId("merge:T-1"),
  payloadHash: "",
});
/** The workspace comes to each check. */
function check(...bodies: readonly EventBody[]) {
  const log = logOf(started({ check: "test" }), ...bodies);
  const executions = log.flatMap(({ type, seq }): RunRecord["executions"] =>
    type === "check.started" ? [{ type: "check", life: 1, ticketId: T1, atEvent: seq }] : [],
  );
  return checkFresh(recordOf(log, { executions }));
}
const clean: Merging = { commit: "c", side: null };

describe("it holds where", () => {
  test("the ticket's own tree is merged as it was checked", () => {
    const verdict = check(begun(), ...checked(3, true), compared(false), merge());
    expect(verdict).toMatchObject({ type: "holds" });
  });

  test("the merged tree was checked, too", () => {
    const log = [begun(), ...checked(3, true), compared(true), ...checked(6, true, clean), merge()];
    expect(check(...log)).toMatchObject({ type: "holds" });
  });
});

test("it is broken where the trees say so, whatever the log says", () => {
  const { remains } = recordOf([]);
  const log = logOf(
    started({ check: "test" }),
    begun(),
    ...checked(3, true),
    compared(false),
    merge(),
  );
  const verdict = checkFresh(recordOf(log, { remains: { ...remains, unchecked: ["c"] } }));
  expect(breachesOf(verdict)).toBe(
    "commit c of T-1 makes the branch a tree that never passed the check",
  );
});

test("a breach says who was merged last before it", () => {
  const ended: EventBody = { type: "merge.ended", effectId: 2, ticketId: T2, head: "b" };
  const verdict = check(ended, begun(), ...checked(4, true), compared(true), merge());
  expect(breachesOf(verdict)).toContain("; T-2 was merged last before it (event 2)");
});

test("it is not exercised where there is no check", () => {
  const log = logOf(started({ check: null }), begun(), compared(true), merge());
  expect(checkFresh(recordOf(log))).toEqual({ type: "not-exercised" });
});

describe("it is broken where", () => {
  test.each([
    ["nothing was checked", [begun(), compared(false), merge()]],
    ["the check failed", [begun(), ...checked(3, false), compared(false), merge()]],
    [
      "it passed in another attempt",
      [begun(), ...checked(3, true), begun(), compared(false), merge()],
    ],
    ["it passed for another ticket", [begun(T2), ...checked(3, false), compared(false), merge()]],
    ["the branch has moved", [begun(), ...checked(3, true), compared(true), merge()]],
    [
      "the merged tree failed",
      [begun(), ...checked(3, true), compared(true), ...checked(6, false, clean), merge()],
    ],
    [
      "another side was checked",
      [begun(), ...checked(3, true), compared(true), ...checked(6, true, clean), merge("ticket")],
    ],
    [
      "the branch has moved since",
      [
        begun(),
        ...checked(3, true),
        compared(true),
        ...checked(6, true, clean),
        compared(true),
        merge(),
      ],
    ],
  ] as const)("%s", (_, log) => {
    expect(breachesOf(check(...log))).toContain("T-1 is merged, and");
  });
});

describe("work that begins from the branch conflicts with nothing there", () => {
  const prepared: readonly EventBody[] = [
    { type: "preparation.started", ticketId: T1, attempt: 1, fresh: true },
    { type: "preparation.ended", effectId: 2, ticketId: T1, documents: [], skeletons: [] },
  ];
  const conflict: EventBody = {
    type: "comparison.ended",
    effectId: 0,
    ticketId: T1,
    conflicts: ["a"],
    moved: true,
  };
  const merged: EventBody = { type: "merge.ended", effectId: 0, ticketId: T2, head: "h" };
  const said = "conflicts with the branch, which has not moved since";

  test("but for what came there since", () => {
    expect(breachesOf(check(...prepared, conflict))).toContain(said);
    expect(breachesOf(check(...prepared, merged, conflict))).toBe("");
  });

  test("from where a check of the merge has put it, too", () => {
    const movedOn = [...prepared, merged, compared(true), ...checked(6, false, clean)];
    expect(breachesOf(check(...movedOn, conflict))).toContain(said);
  });

  test("unless the check's time was up before the tree was put there", () => {
    const log = logOf(
      started({ check: "test" }),
      ...prepared,
      merged,
      compared(true),
      ...checked(6, false, clean),
      conflict,
    );
    expect(breachesOf(checkFresh(recordOf(log)))).toBe("");
  });
});
