import type { JsonObject } from "../../src/core/json.ts";
import type { Decision, DecisionType } from "../../src/core/gates/decision.ts";
import type { Popup } from "../../src/core/gates/popup.ts";
import {
  approval,
  type Collaborators,
  type PlannedTicket,
  willingCollaborators,
} from "./collaborators.ts";

/** Draws whole numbers from 0 to `below`, the last excluded. */
export type Chance = (below: number) => number;

/** Mulberry32: the same numbers for the same seed. */
export function chanceFrom(seed: number): Chance {
  let a = seed;
  return (below) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** A DAG in no particular order; each ticket may depend on any that was drawn before it. */
export function drawTickets(chance: Chance, count: number, prefix: string): PlannedTicket[] {
  const tickets = Array.from({ length: count }, (_, index) => ({
    id: `${prefix}-${index}`,
    dependsOn: Array.from({ length: chance(4) }, () => `${prefix}-${chance(index || 1)}`).filter(
      (id) => id !== `${prefix}-${index}`,
    ),
  }));
  for (let index = count - 1; index > 0; index--) {
    const other = chance(index + 1);
    [tickets[index], tickets[other]] = [tickets[other]!, tickets[index]!];
  }
  return tickets;
}

/** Collaborators with whom now and then everything goes wrong that can. */
export function fickleCollaborators(
  plan: Readonly<Record<string, readonly PlannedTicket[]>>,
  chance: Chance,
): Collaborators {
  const willing = willingCollaborators(plan);
  const rarely = () => chance(12) === 0;
  return {
    reply(address) {
      if (rarely()) return { text: "half", fails: { code: "overloaded", message: "later" } };
      if (address.tier === "tier3") {
        if (chance(40) === 0) return { fails: { code: "refusal", message: "no" } };
        if (chance(3) === 0) return { text: "I call", calls: [drawCall(chance), drawCall(chance)] };
      }
      return willing.reply(address);
    },
    decide: (popup) => (chance(6) === 0 ? drawDecision(popup, chance) : approval(popup)),
    attended: () => true,
    toolFails: () => null,
    passes: () => chance(4) > 0,
    moved: () => chance(3) === 0,
    conflicts: () => (chance(5) === 0 ? ["a.ts"] : []),
    leftovers: () => (rarely() ? [{ path: "docs/a.md", why: "ignored" }] : []),
    commit: (ticketId) => (rarely() ? null : `commit of ${ticketId}`),
  };
}

const calls: readonly { readonly tool: string; readonly input: JsonObject }[] = [
  { tool: "read", input: { file_path: "a.ts" } },
  { tool: "write", input: { file_path: "a.ts", content: "x" } },
  { tool: "write", input: { file_path: "../a.ts", content: "x" } },
  { tool: "bash", input: { command: "make && make test" } },
  { tool: "bash", input: { command: "make" } },
  { tool: "bash", input: { command: "$(make)" } },
  { tool: "ask", input: { question: "why?" } },
  { tool: "ask", input: {} },
  { tool: "no-such-tool", input: {} },
];

const drawCall = (chance: Chance) => calls[chance(calls.length)]!;

function drawDecision(popup: Popup, chance: Chance): Decision {
  return decisionOf(popup.decisions[chance(popup.decisions.length)]!, popup, chance);
}

function decisionOf(type: DecisionType, popup: Popup, chance: Chance): Decision {
  switch (type) {
    case "edit":
      return { type, payload: popup.payload as unknown as JsonObject };
    case "reject":
      return { type, reason: "not like this" };
    case "answer":
      return { type, text: "because" };
    case "raise":
      return { type, tokens: chance(2) === 0 ? null : 5_000, costUsd: null };
    case "take":
      return { type, side: chance(2) === 0 ? "branch" : "ticket" };
    default:
      return { type };
  }
}
