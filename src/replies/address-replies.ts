import { type Address, sessionIdOf } from "../core/ids.ts";
import {
  belongs,
  type CallMatch,
  type ModelScript,
  type SessionPlace,
} from "../mock-provider/model-script.ts";
import type { ScriptedReply } from "../mock-provider/reply.ts";
import type { ReplyFault } from "../mock-provider/reply-fault.ts";
import type { MockRequest, NextReply, ReplySource } from "../mock-provider/reply-source.ts";
import type { ReplyProblem } from "./reply-problem.ts";
import { modelFaultsOf, type ScriptedModels } from "./script/scripted-step.ts";
import { settledReply } from "./script/settled-reply.ts";
import { glimpseOf } from "./script/reply-glimpse.ts";
import { countText } from "../core/words/count-text.ts";

/** The scripted replies of one rehearsal, met by address. They are kept when a simulated process crashes. */
export interface AddressReplies extends ReplySource {
  /** Notes a try that the imitated server refused before a reply was looked up. Such a try meets no scripted fault. */
  refused(address: Address): void;
  /** Replies and faults that no request has met. */
  unused(): readonly ReplyProblem[];
  /** The requests so far, from which the replies of another simulation can go on. */
  moment(): RepliesMoment;
}

/** The requests up to a moment. The collections only grow, so their sizes at that time are enough to restore it. */
export interface RepliesMoment {
  readonly asked: Asked;
  readonly sizes: Readonly<Record<keyof Asked, number>>;
}

interface Asked {
  readonly used: Set<ScriptedReply>;
  readonly usedFaults: Set<CallMatch>;
  /** The turn of each try that the imitated server refused. */
  readonly refused: Set<Refusal>;
  /** Sessions for which no reply was found. */
  readonly lost: Set<string>;
}

interface Refusal {
  readonly turn: string;
}

const firstOf = <Item>(items: ReadonlySet<Item>, count: number): Set<Item> =>
  new Set([...items].slice(0, count));

function askedBy(moment: RepliesMoment | null): Asked {
  if (moment === null)
    return { used: new Set(), usedFaults: new Set(), refused: new Set(), lost: new Set() };
  const { asked, sizes } = moment;
  return {
    used: firstOf(asked.used, sizes.used),
    usedFaults: firstOf(asked.usedFaults, sizes.usedFaults),
    refused: firstOf(asked.refused, sizes.refused),
    lost: firstOf(asked.lost, sizes.lost),
  };
}

/** Draws a fault for one try of a call; `null`: none. */
export type DrawFault = (address: Address) => ReplyFault | null;

/**
 * Replies by address alone: tier, track, ticket, attempt and turn say which reply it is, so a retry, a
 * redone call and a resumed run are answered alike, in whatever order requests come.
 */
export function addressReplies(
  scenario: ScriptedModels,
  report: (problem: ReplyProblem) => void,
  drawFault: DrawFault,
  from: RepliesMoment | null = null,
): AddressReplies {
  const asked = askedBy(from);
  const { used, usedFaults, refused, lost } = asked;
  const faults = modelFaultsOf(scenario);

  function faultFor(address: Address): ReplyFault | null {
    const own = nameOfTurn(address);
    const nth = address.try - [...refused].filter(({ turn }) => turn === own).length;
    const scripted = faults.find(({ call }) => isFor(call, address) && call.try === nth);
    if (scripted === undefined) return drawFault(address);
    usedFaults.add(scripted.call);
    return scripted.fault;
  }

  /** Whether a call is for an optional reply that no request has met. */
  function isLeftOut(call: CallMatch): boolean {
    const reply = scenario.models.find((script) => sameSession(script, call))?.replies[
      call.turn - 1
    ];
    return reply?.optional === true && !used.has(reply);
  }

  return {
    refused: (address) => void refused.add({ turn: nameOfTurn(address) }),
    moment: () => ({
      asked,
      sizes: {
        used: used.size,
        usedFaults: usedFaults.size,
        refused: refused.size,
        lost: lost.size,
      },
    }),
    next(request: MockRequest): NextReply {
      const { address } = request;
      if (address === null) return { type: "none", message: "a request without an address" };
      const script = scenario.models.find((candidate) => belongs(candidate, address));
      const reply = script?.replies[address.turn - 1];
      if (reply === undefined) {
        const message = explain(scenario.models, address);
        // Only a session's first request without a reply is reported: the later ones follow from it.
        const session = `${address.tier} ${address.trackId} ${address.ticketId}`;
        if (!lost.has(session)) report({ type: "unmatched-request", message });
        lost.add(session);
        return { type: "none", message: message.split("\n")[0]! };
      }
      used.add(reply);
      const name = `${nameOf(address)}, turn ${address.turn},`;
      const settled = settledReply(name, reply, request);
      if (settled.type === "failed") {
        report({ type: "unmatched-request", message: settled.why });
        return { type: "none", message: settled.why };
      }
      return { type: "reply", reply: settled.reply, fault: faultFor(address) };
    },
    unused() {
      const problems: ReplyProblem[] = [];
      const unasked = scenario.models.flatMap((script) => {
        // Turns come in order, so every reply after the first unused one is unused, too.
        const index = script.replies.findIndex(
          (reply) => !used.has(reply) && reply.optional !== true,
        );
        return index < 0 ? [] : [unusedFrom(script, index)];
      });
      if (unasked.length > 0) {
        problems.push({ type: "unused-reply", message: tellUnused(unasked) });
      }
      for (const { call, fault } of faults) {
        if (usedFaults.has(call) || isLeftOut(call)) continue;
        const message = `No call came for the fault "${fault.type}" on ${nameOf(call)}, turn ${call.turn}, try ${call.try}.\n  Take it out, or find out why the run did not make that call. A second try comes only after the first has failed.`;
        problems.push({ type: "unused-fault", message });
      }
      return problems;
    },
  };
}

const nameOfTurn = (address: Address): string => `${sessionIdOf(address)} ${address.turn}`;

const isFor = (call: CallMatch, address: Address): boolean =>
  belongs(call, address) && call.turn === address.turn;

const sameSession = (a: SessionPlace, b: SessionPlace): boolean =>
  a.tier === b.tier &&
  a.trackId === b.trackId &&
  a.ticketId === b.ticketId &&
  a.attempt === b.attempt;

function nameOf({ tier, trackId, ticketId, attempt }: SessionPlace): string {
  const whose = tier === "tier1" ? "" : `("${tier === "tier2" ? trackId : ticketId}")`;
  return `${tier}${whose}${attempt === 1 ? "" : `, attempt ${attempt}`}`;
}

function unusedFrom(script: ModelScript, index: number): string {
  const others = script.replies.length - index - 1;
  const more = others === 0 ? "" : ` (and ${others} more after it)`;
  return `${nameOf(script)}, turn ${index + 1}: ${glimpseOf(script.replies[index]!)}${more}`;
}

/** One problem that lists all of them: a run that stops early leaves many replies unused for one reason. */
const tellUnused = (names: readonly string[]): string =>
  names.length === 1
    ? `No request came for ${names[0]}.\n  Take the reply out, or find out why the run did not get that far.`
    : `No request came for ${names.length} sessions' replies:\n${names.map((name) => `  ${name}\n`).join("")}  Take them out, or find out why the run did not get that far.`;

/** Of how many scripts a message says why they are not meant: its own come first, others say little. */
const nearMax = 3;

/** Names the request, the scripted replies nearest to it, and why they are not meant for it. */
function explain(models: readonly ModelScript[], address: Address): string {
  const own = models.find((script) => belongs(script, address));
  const ofTier = models.filter((script) => script.tier === address.tier);
  const isOwn = (script: ModelScript): boolean =>
    address.tier === "tier2"
      ? script.trackId === address.trackId
      : script.ticketId === address.ticketId;
  const near = [...ofTier.filter(isOwn), ...ofTier.filter((script) => !isOwn(script))]
    .slice(0, nearMax)
    .map((script) => `  near: ${nameOf(script)}: ${whyNot(script, address)}`);
  const more = ofTier.length - near.length;
  return [
    `No reply is meant for the request of ${nameOf(address)}, turn ${address.turn}.`,
    ...(near.length === 0
      ? [`  near: nothing: no reply of ${address.tier} is in the script`]
      : near),
    ...(more === 0 ? [] : [`  and ${more} more of ${address.tier}`]),
    `  ${own === undefined ? remedyFor(address) : askedAgain(own)}`,
  ].join("\n");
}

function whyNot(script: ModelScript, address: Address): string {
  if (belongs(script, address)) {
    const { length } = script.replies;
    return `it has ${countText(length, "reply", "replies")}, and this is turn ${address.turn}`;
  }
  const isPlanner = address.tier === "tier2";
  const [own, asked] = isPlanner
    ? [script.trackId, address.trackId]
    : [script.ticketId, address.ticketId];
  return own === asked
    ? `it is for attempt ${script.attempt}, and this is attempt ${address.attempt}`
    : `it is for ${isPlanner ? "track" : "ticket"} "${own}", and this is "${asked}"`;
}

function remedyFor(address: Address): string {
  const subject = address.tier === "tier2" ? address.trackId : address.ticketId;
  const start = subject === null ? "" : `"${subject}", `;
  const attempt = address.attempt === 1 ? "" : `.attempt(${address.attempt})`;
  return `Write one into \`models\`: ${address.tier}(${start}reply(…))${attempt}; or address the one that was meant for it.`;
}

/** Why a session goes on after its last scripted reply. */
function askedAgain(script: ModelScript): string {
  const last = script.replies.at(-1);
  const called = last?.parts.find((part) => part.type === "tool-use");
  if (called?.type === "tool-use" && script.tier === "tier3") {
    return `Its last reply calls ${called.tool}, so the worker is asked once more when the call has ended: add a reply(says("…")).`;
  }
  return script.tier === "tier1" || script.tier === "tier2"
    ? "A planner is asked again when its plan was refused, by the schema, for a cycle or by the person: add the reply(…) that mends it."
    : "Add one more reply(…) to it.";
}
