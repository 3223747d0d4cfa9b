import type { Event, EventOf } from "../../core/event.ts";
import { tiers, type Tier } from "../../core/ids.ts";
import type { Popup } from "../../core/gates/popup.ts";
import type { ProjectedTicket, ProjectedUsage, Projection } from "../../core/projection.ts";
import type { Price, Usage } from "../../core/ledger/usage.ts";
import { addUsage, costUsd, noUsage, totalTokens } from "../../core/ledger/usage.ts";
import { failureAgainText } from "./failure-text.ts";

/** The state of a run at its end, as in the projection, and how long it took in this process. */
export type RunFacts = Pick<
  Projection,
  "runId" | "outcome" | "failure" | "tickets" | "popups" | "usage"
> & { readonly elapsedMs: number };

/** What a viewer must remember of earlier events to word later ones. */
export interface RunMemory {
  take(event: Event): void;
  ticket(id: string): ProjectedTicket | null;
  tickets(): readonly ProjectedTicket[];
  popup(id: string): Popup | null;
  toolCall(call: {
    sessionId: string;
    turn: number;
    callId: string;
  }): EventOf<"tool.started"> | null;
  facts(ending: EventOf<"run.ended">): RunFacts;
}

interface Call {
  readonly tier: Tier;
  readonly model: string;
  usage: Usage;
}

export function createRunMemory(): RunMemory {
  let runId = "";
  let startedAtMs: number | null = null;
  let prices: Readonly<Record<string, Price>> = {};
  const tickets = new Map<string, ProjectedTicket>();
  const openPopups = new Map<string, Popup>();
  const toolCalls = new Map<string, EventOf<"tool.started">>();
  const calls = new Map<number, Call>();

  const change = (id: string, members: Partial<ProjectedTicket>) => {
    const ticket = tickets.get(id);
    if (ticket !== undefined) tickets.set(id, { ...ticket, ...members });
  };

  return {
    take(event) {
      startedAtMs ??= event.atMs;
      switch (event.type) {
        case "run.started":
          runId = event.runId;
          prices = event.settings.prices;
          return;
        case "run.resumed":
          startedAtMs = event.atMs;
          return;
        case "tickets.accepted":
          for (const { id, trackId, title, dependsOn } of event.tickets)
            tickets.set(id, {
              id,
              trackId,
              title,
              dependsOn,
              status: "todo",
              attempts: 0,
              reason: null,
            });
          return;
        case "ticket.claimed":
          // Why it failed or was blocked before a retry is no more.
          return change(event.ticketId, {
            status: "running",
            attempts: event.attempt,
            reason: null,
          });
        case "ticket.retried":
          return change(event.ticketId, { status: "todo", reason: null });
        case "ticket.done":
          return change(event.ticketId, { status: "done" });
        case "ticket.failed":
          return change(event.ticketId, {
            status: "failed",
            reason: failureAgainText(event.failure),
          });
        case "ticket.blocked":
          return change(event.ticketId, { status: "blocked", reason: `${event.by} is not done` });
        case "popup.opened":
          openPopups.set(event.popup.id, event.popup);
          return;
        case "popup.decided":
        case "popup.expired":
          openPopups.delete(event.popupId);
          return;
        case "tool.started":
          toolCalls.set(toolKey(event), event);
          return;
        case "tool.ended":
          toolCalls.delete(toolKey(event));
          return;
        case "model.started":
          calls.set(event.seq, { tier: event.address.tier, model: event.model, usage: noUsage });
          return;
        case "stream.deltas": {
          const call = calls.get(event.effectId);
          if (call !== undefined && event.usage !== null) call.usage = event.usage;
          return;
        }
        default:
          return;
      }
    },
    ticket: (id) => tickets.get(id) ?? null,
    tickets: () => [...tickets.values()],
    popup: (id) => openPopups.get(id) ?? null,
    toolCall: (call) => toolCalls.get(toolKey(call)) ?? null,
    facts: (ending) => ({
      runId,
      outcome: ending.outcome,
      failure: ending.failure,
      tickets: [...tickets.values()],
      popups: [...openPopups.values()].map(({ id, kind, ticketId }) => ({
        id,
        kind,
        ticketId,
        decision: null,
      })),
      usage: usageByTier([...calls.values()], prices),
      elapsedMs: ending.atMs - (startedAtMs ?? ending.atMs),
    }),
  };
}

function toolKey(call: { sessionId: string; turn: number; callId: string }): string {
  return JSON.stringify([call.sessionId, call.turn, call.callId]);
}

function usageByTier(
  calls: readonly Call[],
  prices: Readonly<Record<string, Price>>,
): Readonly<Record<Tier, ProjectedUsage>> {
  const usageOf = (tier: Tier): ProjectedUsage => {
    const own = calls.filter((call) => call.tier === tier && totalTokens(call.usage) > 0);
    const usage = own.map((call) => call.usage).reduce(addUsage, noUsage);
    const costs = own.map((call) => {
      const price = prices[call.model];
      return price === undefined ? null : costUsd(call.usage, price);
    });
    return {
      inputTokens: usage.inputTokens,
      outputTokens: usage.outputTokens,
      cacheReadTokens: usage.cacheReadTokens,
      cacheWriteTokens: usage.cacheWriteTokens,
      costUsd: costs.reduce<number | null>(
        (sum, cost) => (sum === null || cost === null ? null : sum + cost),
        0,
      ),
    };
  };
  return Object.fromEntries(tiers.map((tier) => [tier, usageOf(tier)])) as Record<
    Tier,
    ProjectedUsage
  >;
}
