import { describe, expect, test } from "bun:test";
import type { Event, EventOf } from "../../../src/core/event.ts";
import { popupId } from "../../../src/core/ids.ts";
import { hashOf, type JsonObject } from "../../../src/core/json.ts";
import type { Decision } from "../../../src/core/gates/decision.ts";
import {
  approval,
  type Collaborators,
  runUntilIdle,
  start,
  willingCollaborators,
} from "../collaborators.ts";
import { type Driver, newDriver } from "../driver.ts";

const plan = { A: [{ id: "T-1" }, { id: "T-2" }] };

/** A run in which every popup of a kind is left open. */
function waitingAt(kind: string, changes: Partial<Collaborators> = {}): Driver {
  const driver = newDriver();
  start(driver);
  const decide: Collaborators["decide"] = (popup) => (popup.kind === kind ? null : approval(popup));
  runUntilIdle(driver, willingCollaborators(plan, { decide, ...changes }));
  return driver;
}

function refusalOf(events: readonly Event[]): EventOf<"answer.refused">["why"] {
  expect(events.map(({ type }) => type)).toEqual(["answer.refused"]);
  return (events[0] as EventOf<"answer.refused">).why;
}

const openIds = (driver: Driver): string[] => [...driver.state().openPopups.keys()];

describe("an answer", () => {
  test("to a popup that never was is refused", () => {
    const driver = waitingAt("spawn");
    const { payloadHash } = driver.popup("spawn:T-1:1");
    const decision = { type: "approve" } as const;
    const answer = { popupId: popupId("spawn:T-9:1"), payloadHash, decision };
    expect(refusalOf(driver.feed({ type: "answer", answer }))).toBe("unknown-popup");
    expect(openIds(driver)).toEqual(["spawn:T-1:1", "spawn:T-2:1"]);
  });

  test("to a popup that is decided is refused, and not applied to the one that came after", () => {
    const driver = waitingAt("spawn");
    const { id, payloadHash } = driver.popup("spawn:T-1:1");
    const answer = { popupId: id, payloadHash, decision: { type: "approve" } } as const;
    driver.feed({ type: "answer", answer });
    expect(refusalOf(driver.feed({ type: "answer", answer }))).toBe("already-decided");
    expect(openIds(driver)).toEqual(["spawn:T-2:1"]);
    expect(driver.events("popup.decided").filter(({ popupId: one }) => one === id)).toHaveLength(1);
  });

  test("about another payload is refused: the popup stays open", () => {
    const driver = waitingAt("spawn");
    const { payloadHash } = driver.popup("spawn:T-2:1");
    const decision = { type: "approve" } as const;
    const answer = { popupId: popupId("spawn:T-1:1"), payloadHash, decision };
    expect(refusalOf(driver.feed({ type: "answer", answer }))).toBe("payload-mismatch");
    expect(openIds(driver)).toEqual(["spawn:T-1:1", "spawn:T-2:1"]);
  });

  test("with a decision that the popup does not offer is refused, and the offers are named", () => {
    const driver = waitingAt("spawn");
    const events = driver.answer("spawn:T-1:1", { type: "take", side: "branch" });
    expect(refusalOf(events)).toBe("decision-not-offered");
    expect((events[0] as EventOf<"answer.refused">).message).toBe(
      "spawn:T-1:1 offers approve, edit, always, reject, abort; not take",
    );
  });

  test("to a run that has come to rest counts when it is resumed", () => {
    const driver = waitingAt("spawn", { attended: ({ kind }) => kind !== "spawn" });
    expect(driver.state().ended?.outcome).toBe("waiting");
    const events = driver.answer("spawn:T-1:1", { type: "approve" });
    expect(events.map(({ type }) => type)).toEqual(["popup.decided"]);
  });
});

/** A payload as a person's editor gives it back. */
const asJson = (payload: object): JsonObject => JSON.parse(JSON.stringify(payload)) as JsonObject;

describe("an edit", () => {
  const invalid: readonly [string, string, Decision][] = [
    ["spawn", "spawn:T-1:1", { type: "edit", payload: { prompt: "" } }],
    ["tracks", "tracks:1", { type: "edit", payload: { tracks: [] } }],
    ["tracks", "tracks:1", { type: "edit", payload: { tracks: [{ id: "../x", title: "A" }] } }],
    [
      "tickets",
      "tickets:A:1",
      { type: "edit", payload: { tickets: [{ id: "a", title: "A", dependsOn: ["a"] }] } },
    ],
    ["tickets", "tickets:A:1", { type: "edit", payload: { tickets: ["a"] } }],
  ];
  for (const [kind, id, decision] of invalid) {
    test(`of ${kind} that does not fit is refused: ${JSON.stringify(decision)}`, () => {
      const driver = waitingAt(kind);
      expect(refusalOf(driver.answer(id, decision))).toBe("invalid-edit");
      expect(openIds(driver)).toContain(id);
    });
  }

  test("of a track's tickets takes no id of another track's", () => {
    const driver = newDriver();
    start(driver);
    const decide: Collaborators["decide"] = (popup) =>
      popup.kind === "tickets" ? null : approval(popup);
    runUntilIdle(
      driver,
      willingCollaborators({ A: [{ id: "T-1" }], B: [{ id: "T-2" }] }, { decide }),
    );
    driver.answer("tickets:A:1", { type: "approve" });
    const edited = (id: string): Decision => ({
      type: "edit",
      payload: { tickets: [{ id, title: id, dependsOn: [] }] },
    });
    expect(refusalOf(driver.answer("tickets:B:1", edited("T-1")))).toBe("invalid-edit");
    expect(openIds(driver)).toContain("tickets:B:1");
    driver.answer("tickets:B:1", edited("T-3"));
    expect([...driver.state().tickets.keys()].map(String)).toEqual(["T-1", "T-3"]);
  });

  test("is a new revision, approved with the hash of what was edited", () => {
    const driver = waitingAt("spawn");
    driver.answer("spawn:T-1:1", { type: "edit", payload: { prompt: "do less" } });
    const payload = { prompt: "do less", files: [] };
    const [decided] = driver
      .events("popup.decided")
      .filter(({ popupId: id }) => id === popupId("spawn:T-1:1"));
    expect(decided).toMatchObject({
      revision: 2,
      payloadHash: hashOf(payload),
      decision: { type: "edit", payload },
    });
    const [opened] = driver.events("session.opened").filter(({ tier }) => tier === "tier3");
    expect(opened?.message.content).toEqual([{ type: "text", text: "do less" }]);
  });

  test("of tickets may carry the track that the popup shows", () => {
    const driver = waitingAt("tickets");
    const { payload } = driver.popup("tickets:A:1");
    driver.answer("tickets:A:1", { type: "edit", payload: asJson(payload) });
    expect([...driver.state().tickets.keys()].map(String)).toEqual(["T-1", "T-2"]);
  });

  test("of tracks drops what it leaves out", () => {
    const driver = newDriver();
    start(driver);
    const collaborators = willingCollaborators(
      { A: [{ id: "T-1" }], B: [{ id: "T-2" }] },
      { decide: () => null },
    );
    runUntilIdle(driver, collaborators);
    driver.answer("tracks:1", {
      type: "edit",
      payload: { tracks: [{ id: "B", title: "only B" }] },
    });
    expect([...driver.state().tracks.keys()].map(String)).toEqual(["B"]);
  });
});

test("a popup is shown before anyone can be waited for, with whose it is and what it offers", () => {
  const driver = waitingAt("spawn");
  expect(driver.popup("spawn:T-1:1")).toMatchObject({
    runId: "run",
    trackId: "A",
    ticketId: "T-1",
    attempt: 1,
    callId: null,
    revision: 1,
    decisions: ["approve", "edit", "always", "reject", "abort"],
    proposedRule: { action: "allow", kind: "spawn" },
    expiresAtMs: null,
  });
  expect(driver.events("popup.asked").map(({ popupId: id }) => String(id))).toContain(
    "spawn:T-1:1",
  );
});
