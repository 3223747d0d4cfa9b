import { describe, expect, test } from "bun:test";
import { chosenSession, findSession, sessionNamed } from "../../src/commands/find-session.ts";
import type { Event } from "../../src/core/event.ts";
import { ticketId } from "../../src/core/ids.ts";
import { fold } from "../../src/core/reduce/reduce.ts";
import { longLog } from "../core/long-log.ts";

const log = longLog({ sessions: 2, turnsEach: 1, outputCharacters: 40 });
/** Both sessions are T-0's: its first and its second attempt. */
const attempts = JSON.parse(
  JSON.stringify(log).replaceAll("tier3:T-1:1", "tier3:T-0:2"),
) as readonly Event[];
const twice = fold(
  attempts.map((event) =>
    event.type === "session.opened" && event.tier === "tier3" && event.sessionId.endsWith(":2")
      ? { ...event, ticketId: ticketId("T-0"), attempt: 2 }
      : event,
  ),
)!;
const state = fold(log)!;

describe("a session's name", () => {
  test("is its id, its stream's, its ticket's, or its tier's", () => {
    for (const name of ["tier3:T-1:1", "Tier 3 (Worker): T-1", "T-1", "T-1:1", "tier3"])
      expect(String(findSession(state, name))).toBe("tier3:T-1:1");
  });

  test("means the last attempt of a ticket, unless it says which", () => {
    expect(String(findSession(twice, "T-0"))).toBe("tier3:T-0:2");
    expect(String(findSession(twice, "T-0:1"))).toBe("tier3:T-0:1");
  });

  test("that is nearly one is asked about, and those that there are are named", () => {
    expect(() => findSession(state, "t-1")).toThrow('Did you mean "T-1"?');
    expect(() => findSession(state, "nothing like it")).toThrow(
      'There is no session "nothing like it". There are: tier3:T-0:1, tier3:T-1:1.',
    );
    expect(sessionNamed(state, "t-1")).toBeNull();
  });

  test("may be left out: the one that called last is meant", () => {
    expect(String(chosenSession(state, null))).toBe("tier3:T-1:1");
    const start = fold(longLog({ sessions: 0, turnsEach: 0, outputCharacters: 0 }))!;
    expect(chosenSession(start, null)).toBeNull();
  });
});
