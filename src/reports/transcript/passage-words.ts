import type { Draft } from "../../core/reply/draft.ts";
import type { Failure } from "../../core/failure.ts";
import type { Seat, TicketId, Tier, TrackId } from "../../core/ids.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Message } from "../../core/message.ts";
import type { Ticket, Track } from "../../core/planning/ticket.ts";
import { callSubject } from "../../core/tools/tools.ts";
import { beginningOf, visibleLine } from "../visible-text.ts";
import { outputBlock, type PassageBlock, wordsBlock } from "./passage.ts";

/** More of a line than anybody reads. */
const lineCharactersMax = 300;

const line = (text: string): string => beginningOf(visibleLine(text), lineCharactersMax);

export function seatText({ tier, trackId, ticketId, attempt }: Seat): string {
  const again = attempt > 1 ? `, attempt ${attempt}` : "";
  switch (tier) {
    case "tier1":
      return "Orchestrator";
    case "tier2":
      return leadText(trackId);
    case "tier3":
      return `${workerText(ticketId)}${again}`;
    case "tier4":
      return `QA ${ticketId}${again}`;
  }
}

export const leadText = (trackId: TrackId | null): string =>
  trackId === null ? "Orchestrator" : `Tech Lead ${trackId}`;

export const workerText = (ticketId: TicketId | null): string => `Worker ${ticketId}`;

export const failureWords = ({ code, message }: Failure): string => `${code}: ${line(message)}`;

/** `bash rm -rf build`. */
export function callText({
  tool,
  input,
}: {
  readonly tool: string;
  readonly input: JsonObject;
}): string {
  const command = input["command"];
  const subject =
    callSubject(tool, input) ?? (typeof command === "string" ? command : JSON.stringify(input));
  return `${line(tool)} ${line(subject)}`.trim();
}

/** What of a call its line does not say: whole texts, and whatever else it holds. */
export function callInputBlocks(tool: string, input: JsonObject): readonly PassageBlock[] {
  const subject = callSubject(tool, input);
  return Object.entries(input).flatMap(([name, value]) => {
    if (value === subject && line(String(value)) === value) return [];
    return outputBlock(name, typeof value === "string" ? value : JSON.stringify(value));
  });
}

/** A model's turn: its thoughts and its words. A plan is told by what comes of it, not as the JSON that it is. */
export function turnBlocks(draft: Draft, tier: Tier | undefined): readonly PassageBlock[] {
  const isPlanner = tier === "tier1" || tier === "tier2";
  return draft.blocks.flatMap((block): readonly PassageBlock[] => {
    switch (block?.type) {
      case "text":
        return isPlanner && isJson(block.text) ? [] : wordsBlock(block.text);
      case "thinking":
        return block.text.trim() === "" ? [] : [{ type: "thoughts", text: block.text.trim() }];
      default:
        return [];
    }
  });
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}

export const messageWords = ({ content }: Message): string =>
  content.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("\n\n");

export const trackLine = ({ id, title }: Track): string => `${id}  ${line(title)}`;

export const ticketLine = ({ id, title, dependsOn }: Ticket): string =>
  `${id}  ${line(title)}${dependsOn.length === 0 ? "" : `  (after ${dependsOn.join(", ")})`}`;
