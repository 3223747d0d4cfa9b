import { timesText } from "../../core/words/count-text.ts";
import { faultWords } from "../../mock-provider/reply-fault.ts";
import { habitWords } from "../../mock-provider/servers/habit-words.ts";
import { type DrawnFault, wordsOfCall } from "../drawn-fault.ts";
import type { EventPlace } from "../event-place.ts";
import type { ToolFault } from "../faults.ts";
import type { WorkspaceTrouble } from "../scenario.ts";

const wordsOfPlace = (place: EventPlace): string =>
  typeof place === "number" ? `event ${place}` : `${place.type} ${place.nth}`;

const wordsOfTrouble = {
  fails: "fails",
  "tree-lost": "finds its tree deleted",
  "branch-moved-back": "finds the branch moved back",
  "conflict-left": "finds a file in conflict",
} as const satisfies Record<WorkspaceTrouble, string>;

/** A drawn fault in a few words: `crash at event 17`. */
export function wordsOfFault(fault: DrawnFault): string {
  switch (fault.type) {
    case "reply":
      return `${faultWords(fault.fault)} at ${wordsOfCall(fault.at)}`;
    case "tool":
      return `call ${fault.nth} of ${fault.tool} by ${fault.ticketId} ${wordsOfTool(fault.fault)}`;
    case "workspace": {
      return `${fault.work} ${fault.nth} of ${fault.ticketId} ${wordsOfTrouble[fault.fault]}`;
    }
    case "survey":
      return `the project cannot be read ${timesText(fault.times)}`;
    case "outage":
      return `no connection from event ${fault.atEvent} on`;
    case "retries":
      return `failed tickets are tried again ${timesText(fault.times)}`;
    case "intervention": {
      const what = fault.says === "stop" ? "stops" : "says something to";
      const whom = fault.nthTicket === null ? "its ticket" : `ticket ${fault.nthTicket + 1}`;
      return `a person ${what} ${whom} at ${wordsOfPlace(fault.atEvent)}`;
    }
    case "latency":
      return `each step of ${fault.chain} takes ${fault.delayMs} ms longer`;
    case "habit":
      return `a server with a way of its own: ${habitWords(fault.habit)}`;
    case "person":
      return `${fault.decision.type} at ${fault.popupId}`;
    case "person-habit":
      return `the person ${fault.habit.replaceAll("-", " ")} at ${fault.popupId}`;
    case "forged-answer":
      return `an answer that is ${fault.forgery.replaceAll("-", " ")} at ${fault.popupId}`;
    case "crash":
      return `crash at event ${fault.atEvent}`;
    case "interrupt":
      return `interrupt at event ${fault.atEvent}`;
    case "interrupted-effect":
      return `interrupt during the first ${fault.effect}`;
    case "interrupted-in-flight":
      return `interrupt before the first ${fault.work} that was asked for has begun`;
    case "rest":
      return `a rest of ${fault.restMs / 1_000} s before each resume`;
    case "disk-full":
      return `disk full at event ${fault.atEvent}`;
    case "log-removed":
      return `log removed at event ${fault.atEvent}`;
    case "slow-subscriber":
      return `a subscriber that takes ${fault.delayMs} ms a batch`;
    case "dead-subscriber":
      return `a subscriber that dies at event ${fault.atEvent}`;
    case "throwing-subscriber":
      return `a subscriber (${fault.place}) that ${fault.manner} at event ${fault.atEvent}`;
  }
}

function wordsOfTool(fault: ToolFault): string {
  switch (fault) {
    case "outlives":
      return "outlives its process";
    case "ends-late":
      return "ends a second after its time limit";
    default:
      return fault;
  }
}
