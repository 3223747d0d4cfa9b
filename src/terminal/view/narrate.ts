import type { Event } from "../../core/event.ts";
import type { Failure } from "../../core/failure.ts";
import { decisionText } from "../popups/decision-text.ts";
import { failureAgainText, failureText } from "./failure-text.ts";
import { headingLines } from "./heading.ts";
import type { Paper } from "../../core/words/paper.ts";
import { popupLine } from "../popups/popup-text.ts";
import { ruleText } from "../popups/rule-text.ts";
import { leadOf, popupSpeaker, type Speaker, speakerOf, workerOf } from "./speaker.ts";
import { leftoverLine } from "../../core/leftover.ts";
import { sanitizeLine } from "../sanitize.ts";
import { resetRows } from "./reset-rows.ts";
import { elsewhereRows } from "./elsewhere-rows.ts";
import type { RunMemory } from "./run-memory.ts";
import { toolOutcomeText, toolText } from "./tool-text.ts";
import { countText } from "../../core/words/count-text.ts";

/** The lines on one event, styled and not yet wrapped, and their session (`null`: the run itself). */
export interface Note {
  readonly speaker: Speaker | null;
  readonly lines: readonly string[];
}

const checkOutputLines = 8;

/** Words an event that is not part of a stream. `memory` is as it was before the event. */
export function narrate(event: Event, memory: RunMemory, paper: Paper): Note | null {
  const { ink, cleanLine } = paper;
  const run = (...lines: string[]): Note => ({ speaker: null, lines });
  const worker = (id: string, ...lines: string[]): Note => ({ speaker: workerOf(id), lines });
  const good = (text: string) => `${ink("green", "✓")} ${text}`;
  const bad = (text: string) => `${ink("red", "✗")} ${text}`;
  const paused = (failure: Failure) =>
    `${ink("yellow", "▲")} paused until it is mended: ${failureText(failure)}`;
  const faint = (text: string) => ink("dim", text);
  switch (event.type) {
    case "run.started":
      return run(...headingLines(event, paper));
    case "run.resumed":
      return run("", `${ink("cyan", "●")} Goes on from where it stopped`);
    case "run.interrupted":
      return run(`${ink("yellow", "■")} Interrupted: letting go of what is in flight`);
    case "survey.ended":
      return run(
        faint(
          `  Read the project: ${countText(event.files.length, "file")}, ${countText(event.documents.length, "document")}`,
        ),
      );
    case "tracks.proposed":
      return {
        speaker: leadOf(null),
        lines: [faint(`proposes ${countText(event.tracks.length, "track")}`)],
      };
    case "tracks.accepted":
      return run(
        "",
        `${ink("cyan", "◇")} ${ink("bold", "Tracks")}`,
        ...event.tracks.map(
          (track, index) =>
            `  ${faint(index === event.tracks.length - 1 ? "└─" : "├─")} ${ink("bold", cleanLine(track.id))}  ${cleanLine(track.title)}`,
        ),
        "",
      );
    case "tickets.proposed":
      return {
        speaker: leadOf(event.trackId),
        lines: [faint(`proposes ${countText(event.tickets.length, "ticket")}`)],
      };
    case "tickets.accepted":
      return run(
        "",
        `${ink("cyan", "◇")} ${ink("bold", "Tickets")} of track ${cleanLine(event.trackId)}`,
        ...paper
          .ticketTree(event.tickets.map((ticket) => ({ ...ticket, status: "todo", note: null })))
          .map((row) => `  ${row}`),
        "",
      );
    case "plan.refused":
      return {
        speaker: leadOf(event.trackId),
        lines: [
          bad(`the plan does not fit; asking for another`),
          ...event.problems.map((problem) => faint(`  ${cleanLine(problem)}`)),
        ],
      };
    case "plan.failed":
      return {
        speaker: leadOf(event.trackId),
        lines: [bad(`planning is given up: ${failureAgainText(event.failure)}`)],
      };
    case "attempt.started": {
      const title = cleanLine(memory.ticket(event.ticketId)?.title ?? "");
      const again = event.attempt === 1 ? "" : `, attempt ${event.attempt}`;
      return worker(
        event.ticketId,
        `${ink("cyan", "▶")} ${ink("bold", title || "starts")}${again}`,
      );
    }
    case "preparation.ended":
      return worker(
        event.ticketId,
        faint(
          `given ${countText(event.documents.length, "file")} in full, ${countText(event.skeletons.length, "skeleton")}`,
        ),
      );
    case "attempt.failed":
      return worker(
        event.ticketId,
        bad(`attempt ${event.attempt} failed: ${failureAgainText(event.failure)}`),
      );
    case "check.started":
      return worker(
        event.ticketId,
        `${faint(event.merging === undefined ? "→ check" : "→ check, merged")} ${cleanLine(event.command)}`,
      );
    case "check.ended": {
      if (event.passed)
        return worker(event.ticketId, good("check passed"), ...elsewhereRows(event, paper));
      const output = paper.clean(event.output).trimEnd().split("\n").slice(-checkOutputLines);
      return worker(event.ticketId, bad("check failed"), ...output.map((row) => faint(`  ${row}`)));
    }
    case "commit.ended":
      return worker(
        event.ticketId,
        faint(event.commit === null ? "changed nothing" : `committed ${shortHash(event.commit)}`),
        ...(event.leftovers ?? []).map(
          (leftover) => `${ink("yellow", "▲")} ${cleanLine(leftoverLine(leftover))}`,
        ),
      );
    case "comparison.ended":
      return event.conflicts.length === 0
        ? null
        : worker(
            event.ticketId,
            `${ink("yellow", "▲")} conflicts in ${event.conflicts.map(cleanLine).join(", ")}`,
          );
    case "merge.ended":
      return worker(event.ticketId, good(`merged as ${shortHash(event.head)}`));
    case "ticket.done":
      return run(`${ink("green", "✓")} ${ink("bold", cleanLine(event.ticketId))} done`);
    case "ticket.failed":
      return run(
        `${ink("red", "✗")} ${ink("bold", cleanLine(event.ticketId))} failed: ${failureAgainText(event.failure)}`,
      );
    case "ticket.blocked":
      return run(
        `${ink("yellow", "⊘")} ${ink("bold", cleanLine(event.ticketId))} blocked: ${cleanLine(event.by)} is not done`,
      );
    case "server.learned":
      return {
        speaker: speakerOf(event.sessionId),
        lines: [
          `${ink("yellow", "▲")} ${cleanLine(event.server)} refused the request: ${cleanLine(event.message)}`,
          faint(
            `  asking again with ${cleanLine(traitsText(event.traits))}, for the rest of the run`,
          ),
        ],
      };
    case "prompt.cut":
      return {
        speaker: speakerOf(event.sessionId),
        lines: [
          `${ink("yellow", "▲")} warning: the server counts ${number(event.reportedTokens)} tokens of a prompt of about ${number(event.estimatedTokens)}: it has left out the rest`,
          faint(
            "  give it a larger window (Ollama: num_ctx), or say under `windows` in rehearsal.config.ts how small it is",
          ),
        ],
      };
    case "session.failed":
      return { speaker: speakerOf(event.sessionId), lines: [bad(failureText(event.failure))] };
    case "leftovers.returned":
      return worker(event.ticketId, faint("hears what its commit does not hold"));
    case "ticket.retried":
      return worker(event.ticketId, `${ink("cyan", "↻")} gets another attempt`);
    case "session.paused":
      return {
        speaker: speakerOf(event.sessionId),
        lines: [paused(event.failure), ...resetRows(event, paper)],
      };
    case "effect.failed":
      return run(paused(event.failure));
    case "tool.started":
      // The other tools end at once, and the line on their end is enough.
      return event.tool === "bash"
        ? {
            speaker: speakerOf(event.sessionId),
            lines: [`${faint("→")} ${toolText(event.tool, event.input)}`],
          }
        : null;
    case "tool.ended":
      return {
        speaker: speakerOf(event.sessionId),
        lines: [toolOutcomeText(event, memory.toolCall(event), paper)],
      };
    case "call.repeated":
      return {
        speaker: speakerOf(event.sessionId),
        lines: [
          ink(
            "yellow",
            `↺ the same call ${event.times} times with the same result: told, and asked about if made again`,
          ),
        ],
      };
    case "rule.applied":
      return event.action === "allow"
        ? null
        : {
            speaker: event.ticketId === null ? null : workerOf(event.ticketId),
            lines: [
              `${ink("yellow", "⊘")} ${cleanLine(event.gate)} denied by the rule ${ruleText(event.rule)}`,
            ],
          };
    case "popup.opened":
      return {
        speaker: popupSpeaker(event.popup),
        lines: [`${ink("magenta", "◆")} asks: ${popupLine(event.popup)}`],
      };
    case "popup.shown":
      return event.attended
        ? null
        : {
            speaker: popupSpeaker(memory.popup(event.popupId)),
            lines: [`${ink("yellow", "◆")} nobody can be asked: it waits`],
          };
    case "popup.decided":
      return {
        speaker: popupSpeaker(memory.popup(event.popupId)),
        lines: [
          `${ink("magenta", "◇")} ${decisionText(event.decision)}${event.rule === null ? "" : ", by the rule"}`,
        ],
      };
    case "popup.expired":
      return {
        speaker: popupSpeaker(memory.popup(event.popupId)),
        lines: [`${ink("yellow", "◇")} nobody answered in time`],
      };
    case "answer.refused":
      return {
        speaker: popupSpeaker(memory.popup(event.answer.popupId)),
        lines: [`${ink("yellow", "▲")} answer refused: ${cleanLine(event.message)}`],
      };
    case "intervention.received": {
      const { intervention } = event;
      const said =
        intervention.type === "instruct"
          ? `a person says: ${cleanLine(intervention.text)}`
          : `a person stops it${intervention.reason === "" ? "" : `: ${cleanLine(intervention.reason)}`}`;
      return worker(intervention.ticketId, `${ink("magenta", "◇")} ${said}`);
    }
    case "intervention.refused":
      return run(
        `${ink("yellow", "▲")} what a person said came to nothing: ${cleanLine(event.message)}`,
      );
    case "stream.completed":
      return event.stopReason === "end-turn" ||
        event.stopReason === "tool-use" ||
        event.stopReason === "stop-sequence"
        ? null
        : {
            speaker: speakerOf(event.unit.sessionId),
            lines: [`${ink("yellow", "▲")} stopped early: ${event.stopReason}`],
          };
    // Shown with their streams, with their outcome or by the context meter; or not worth a line.
    case "context.trimmed":
    case "run.ended":
    case "survey.started":
    case "ticket.claimed":
    case "preparation.started":
    case "commit.started":
    case "comparison.started":
    case "merge.started":
    case "session.opened":
    case "message.added":
    case "results.returned":
    case "instructions.given":
    case "model.started":
    case "stream.deltas":
    case "stream.discarded":
    case "popup.asked":
    case "timer.started":
    case "timer.ended":
    case "effect.abandoned":
      return null;
  }
}

const traitsText = (traits: object): string =>
  Object.entries(traits)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(", ");

const number = (amount: number): string => amount.toLocaleString("en-US");

function shortHash(hash: string): string {
  return sanitizeLine(hash).slice(0, 8);
}
