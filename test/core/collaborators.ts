import type { Effect } from "../../src/core/effect.ts";
import type { Delta, StopReason } from "../../src/core/reply/delta.ts";
import type { Failure } from "../../src/core/failure.ts";
import { type Address, runId } from "../../src/core/ids.ts";
import type { Input } from "../../src/core/input.ts";
import type { Leftover } from "../../src/core/leftover.ts";
import type { JsonObject } from "../../src/core/json.ts";
import type { Decision } from "../../src/core/gates/decision.ts";
import type { Popup } from "../../src/core/gates/popup.ts";
import type { Settings } from "../../src/core/settings.ts";
import { noUsage, type Usage } from "../../src/core/ledger/usage.ts";
import type { Driver } from "./driver.ts";
import { sampleSettings } from "./sample-settings.ts";

export interface Reply {
  readonly text?: string;
  readonly calls?: readonly { readonly tool: string; readonly input: JsonObject }[];
  readonly stopReason?: StopReason;
  readonly usage?: Usage;
  readonly fails?: Failure;
}

/** All that is outside of the core, as far as a flow cares: models, the person, the workspace. */
export interface Collaborators {
  reply(address: Address): Reply;
  /** `null` leaves the popup open. */
  decide(popup: Popup): Decision | null;
  attended(popup: Popup): boolean;
  /** Why a call does not work by its own doing; `null` where it does. */
  toolFails(input: JsonObject): string | null;
  /** `isMerged`: the tree that the merge would make is checked. */
  passes(ticketId: string, attempt: number, isMerged: boolean): boolean;
  /** Whether the branch has moved since the ticket began. */
  moved(ticketId: string): boolean;
  conflicts(ticketId: string): readonly string[];
  commit(ticketId: string): string | null;
  /** What the ticket's commit does not hold. */
  leftovers(ticketId: string): readonly Leftover[];
}

export interface PlannedTicket {
  readonly id: string;
  readonly dependsOn?: readonly string[];
}

export const tokens = (inputTokens: number, outputTokens: number): Usage => ({
  ...noUsage,
  inputTokens,
  outputTokens,
});

export const tracksText = (...ids: readonly string[]): string =>
  JSON.stringify({ tracks: ids.map((id) => ({ id, title: `Track ${id}`, description: "" })) });

export const ticketsText = (tickets: readonly PlannedTicket[]): string =>
  JSON.stringify({ tickets: tickets.map((ticket) => ({ title: ticket.id, ...ticket })) });

/** Collaborators that do well: one track per key of `plan`, and everyone says yes. */
export function willingCollaborators(
  plan: Readonly<Record<string, readonly PlannedTicket[]>>,
  changes: Partial<Collaborators> = {},
): Collaborators {
  const willing: Collaborators = {
    reply({ tier, trackId }) {
      if (tier === "tier1") return { text: tracksText(...Object.keys(plan)) };
      if (tier === "tier2") return { text: ticketsText(plan[trackId!]!) };
      return { text: tier === "tier3" ? "done" : "it is broken" };
    },
    decide: approval,
    attended: () => true,
    toolFails: () => null,
    passes: () => true,
    moved: () => false,
    conflicts: () => [],
    commit: (ticketId) => `commit of ${ticketId}`,
    leftovers: () => [],
  };
  return { ...willing, ...changes };
}

/** The friendliest decision of each kind of popup. */
export function approval(popup: Popup): Decision {
  switch (popup.kind) {
    case "question":
      return { type: "answer", text: "yes" };
    case "budget":
      return { type: "raise", tokens: null, costUsd: null };
    case "in-doubt":
      return { type: "redo" };
    case "merge":
      if (popup.payload.failedCheck !== undefined) return { type: "abort" };
      return popup.payload.conflicts.length > 0
        ? { type: "take", side: "ticket" }
        : { type: "approve" };
    default:
      return { type: "approve" };
  }
}

/** Willing collaborators, but for the replies that `reply` has something else to say about. */
export function replyingCollaborators(
  plan: Readonly<Record<string, readonly PlannedTicket[]>>,
  reply: (address: Address) => Reply | null,
  changes: Partial<Collaborators> = {},
): Collaborators {
  const willing = willingCollaborators(plan);
  return { ...willing, reply: (address) => reply(address) ?? willing.reply(address), ...changes };
}

/** What becomes of an effect: the inputs that an edge would send. */
export function outcomeOf(effect: Effect, collaborators: Collaborators): readonly Input[] {
  const effectId = effect.id;
  switch (effect.type) {
    case "survey":
      return [{ type: "surveyed", effectId, files: ["a.ts"], documents: [] }];
    case "prepare":
      return [{ type: "prepared", effectId, documents: [], skeletons: [] }];
    case "model":
      return streamed(effectId, collaborators.reply(effect.request.address));
    case "tool": {
      const { tool, input } = effect.call;
      const message = collaborators.toolFails(input);
      return message === null
        ? [{ type: "tool-ended", effectId, text: `did ${tool}`, isError: false }]
        : [{ type: "failed", effectId, failure: { code: "tool-failed", message } }];
    }
    case "check": {
      const passed = collaborators.passes(
        effect.ticketId,
        effect.attempt,
        effect.merging !== undefined,
      );
      return [{ type: "checked", effectId, passed, output: passed ? "ok" : "2 failed" }];
    }
    case "commit":
      return [
        {
          type: "committed",
          effectId,
          commit: collaborators.commit(effect.ticketId),
          leftovers: collaborators.leftovers(effect.ticketId),
        },
      ];
    case "compare":
      return [
        {
          type: "compared",
          effectId,
          conflicts: collaborators.conflicts(effect.ticketId),
          moved: collaborators.moved(effect.ticketId),
        },
      ];
    case "merge":
      return [{ type: "merged", effectId, head: `head after ${effect.ticketId}` }];
    case "ask": {
      const { popup } = effect;
      return [
        { type: "shown", effectId, popupId: popup.id, attended: collaborators.attended(popup) },
      ];
    }
    case "timer":
      return [{ type: "timer-fired", effectId }];
  }
}

/** One call to a model, as the provider's edge reports it. */
export function streamed(effectId: number, reply: Reply): readonly Input[] {
  const { text = "", calls = [], usage = tokens(10, 5) } = reply;
  const deltas: Delta[] = text === "" ? [] : [{ type: "text", block: 0, text }];
  const commandParts: Record<string, readonly string[] | null> = {};
  calls.forEach(({ tool, input }, index) => {
    const block = index + 1;
    const callId = `call-${index}`;
    deltas.push({ type: "tool-use", block, callId, tool });
    deltas.push({ type: "tool-input", block, json: JSON.stringify(input) });
    if (tool === "bash") commandParts[callId] = partsOf(String(input["command"]));
  });
  const brought: Input = { type: "deltas", effectId, deltas, usage };
  if (reply.fails !== undefined) {
    return [brought, { type: "failed", effectId, failure: reply.fails }];
  }
  const stopReason = reply.stopReason ?? (calls.length > 0 ? "tool-use" : "end-turn");
  return [brought, { type: "model-completed", effectId, stopReason, commandParts }];
}

/** Good enough for tests: what the workspace's parser would say. */
const partsOf = (command: string): readonly string[] | null =>
  command.includes("$(") ? null : command.split(" && ");

export function start(driver: Driver, changes: Partial<Settings> = {}): void {
  const settings = sampleSettings(changes);
  driver.feed({ type: "start", runId: runId("run"), epic: "the epic", settings });
}

/** Lets one effect end. */
export function settle(driver: Driver, effect: Effect, collaborators: Collaborators): void {
  if (effect.type === "timer") {
    driver.wait(Math.max(0, effect.dueAtMs - driver.state().nowMs));
  }
  for (const input of outcomeOf(effect, collaborators)) driver.feed(input);
}

/** Settles every effect that is neither the end of a popup's time nor excepted. */
export function settleAll(
  driver: Driver,
  collaborators: Collaborators,
  except: (effect: Effect) => boolean = () => false,
): void {
  for (;;) {
    const next = driver.wanted().find((effect) => !isExpiry(driver, effect) && !except(effect));
    if (next === undefined) return;
    settle(driver, next, collaborators);
  }
}

/** Goes on until the run has ended, or only what is held back and popups that the person leaves open. */
export function runUntilIdle(
  driver: Driver,
  collaborators: Collaborators,
  except: (effect: Effect) => boolean = () => false,
): void {
  for (;;) {
    settleAll(driver, collaborators, except);
    if (driver.state().ended !== null) return;
    let decided = false;
    for (const { popup, attended } of [...driver.state().openPopups.values()]) {
      const decision = attended === true ? collaborators.decide(popup) : null;
      if (decision === null) continue;
      driver.answer(popup.id, decision);
      decided = true;
      break;
    }
    if (!decided) return;
  }
}

function isExpiry(driver: Driver, effect: Effect): boolean {
  const intent = driver.state().unsettled.get(effect.id);
  return intent?.type === "timer.started" && intent.purpose.type === "expiry";
}

/** Every message that a session was sent from our side, as text. */
export function saidTo(driver: Driver, sessionId: string): readonly string[] {
  const session = [...driver.state().sessions.values()].find(({ id }) => id === sessionId);
  const messages = session?.messages.filter(({ role }) => role === "user") ?? [];
  return messages.map(({ content }) =>
    content.map((block) => ("text" in block ? block.text : "")).join("\n"),
  );
}

/** How each ticket stands, by id. */
export const statuses = (driver: Driver): Readonly<Record<string, string>> =>
  Object.fromEntries([...driver.state().tickets].map(([id, { status }]) => [id, status]));
