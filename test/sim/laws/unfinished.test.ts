import { expect, test } from "bun:test";
import { sessionIdOf } from "../../../src/core/ids.ts";
import { userText } from "../../../src/core/message.ts";
import { unfinishedIn } from "../../../src/sim/laws/unfinished.ts";
import { decided, logOf, main, popupOf, started, T1, T2, ticketOf } from "./hand-made.ts";

const accepted = {
  type: "tracks.accepted",
  tracks: [{ id: main, title: "main", description: "" }],
} as const;

test("it names what has come to no end, with the last event about it", () => {
  const log = logOf(
    started(),
    accepted,
    { type: "tickets.accepted", trackId: main, tickets: [ticketOf("T-1"), ticketOf("T-2")] },
    { type: "ticket.done", ticketId: T1 },
    { type: "ticket.claimed", ticketId: T2, attempt: 1 },
  );
  expect(unfinishedIn(log)).toBe("T-2 (the last event about it: ticket.claimed, 5)");
});

test("what is decided at a ticket's popup is about the ticket", () => {
  const log = logOf(
    started(),
    accepted,
    { type: "tickets.accepted", trackId: main, tickets: [ticketOf("T-1")] },
    popupOf("tool:T-1:1.1.0", { kind: "tool", payload: { tool: "bash", input: {} } }),
    decided("tool:T-1:1.1.0", {}),
  );
  expect(unfinishedIn(log)).toBe("T-1 (the last event about it: popup.decided, 5)");
});

test("it names a track that is still planned", () => {
  const seat = { tier: "tier2", trackId: main, ticketId: null, attempt: 1 } as const;
  const log = logOf(started(), accepted, {
    type: "session.opened",
    sessionId: sessionIdOf(seat),
    ...seat,
    message: userText("plan it"),
  });
  expect(unfinishedIn(log)).toBe("track main (the last event about it: session.opened, 3)");
});

test("it says nothing where all has ended", () => {
  expect(unfinishedIn(logOf(started()))).toBe("");
});
