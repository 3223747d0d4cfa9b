import type { EventOf } from "../../core/event.ts";
import type { JsonObject } from "../../core/json.ts";
import { callSubject } from "../../core/tools/tools.ts";
import type { Paper } from "../../core/words/paper.ts";
import { revealLine } from "../reveal.ts";

/** More than anybody reads of a command in passing; the popup that asks about it has it whole. */
const charactersMax = 240;

/** A tool call in one line: the tool and its path or command, or how it begins. */
export function toolText(tool: string, input: JsonObject): string {
  const subject = subjectOf(tool, input);
  const shown =
    subject.length > charactersMax
      ? `${subject.slice(0, charactersMax).replace(/[\s\ud800-\udbff]+$/, "")} …`
      : subject;
  return `${revealLine(tool)} ${revealLine(shown)}`.trim();
}

/** The outcome of a tool call in one line. `call` is `null` where the call never reached the tool. */
export function toolOutcomeText(
  end: EventOf<"tool.ended">,
  call: EventOf<"tool.started"> | null,
  paper: Paper,
): string {
  const { ink } = paper;
  const name = call === null ? "" : toolText(call.tool, call.input);
  const text = paper.clean(end.text).trim();
  const lines = text === "" ? [] : text.split("\n");
  // A tool's error is in its last line. What never reached the tool says why in all of its lines: a person's reason.
  const summary = call === null ? lines.join(" ") : end.isError ? lines.at(-1) : lines[0];
  const line = paper.cleanLine(summary ?? "");
  if (end.isError)
    return `${ink("red", "✗")} ${[name, line].filter(Boolean).join(ink("dim", " · "))}`;
  const size =
    call === null || lines.length < 2 ? line : `${lines.length.toLocaleString("en-US")} lines`;
  return `${ink("green", "✓")} ${[name, ink("dim", size)].filter(Boolean).join(ink("dim", " · "))}`;
}

/** The configured check is asked about as a call, and is no tool. */
function subjectOf(tool: string, input: JsonObject): string {
  const subject = tool === "check" ? input["command"] : callSubject(tool, input);
  return typeof subject === "string" ? subject : JSON.stringify(input);
}
