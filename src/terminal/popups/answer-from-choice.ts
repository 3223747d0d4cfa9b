import { isJsonObject, type JsonObject, readJson } from "../../core/json.ts";
import { checkTickets, checkTracks } from "../../core/planning/read-plan.ts";
import { takesCommand } from "../../core/tools/tools.ts";
import type { Decision } from "../../core/gates/decision.ts";
import type { Answer, Popup } from "../../core/gates/popup.ts";

/** What a person chose and typed: a decision whose edits and numbers are still text. */
export type Choice =
  | Exclude<Decision, { readonly type: "edit" | "raise" }>
  | { readonly type: "edit"; readonly text: string }
  | { readonly type: "raise"; readonly tokens: string; readonly costUsd: string };

export type Answered =
  | { readonly ok: true; readonly answer: Answer }
  /** `problem` says what to mend. */
  | { readonly ok: false; readonly problem: string };

/** The answer that a choice gives; it names the payload that this popup showed. */
export function answerFrom(popup: Popup, choice: Choice): Answered {
  const read = decisionFrom(popup, choice);
  return read.ok
    ? {
        ok: true,
        answer: { popupId: popup.id, payloadHash: popup.payloadHash, decision: read.decision },
      }
    : read;
}

type Read = { readonly ok: true; readonly decision: Decision } | Problem;
interface Problem {
  readonly ok: false;
  readonly problem: string;
}

function decisionFrom(popup: Popup, choice: Choice): Read {
  switch (choice.type) {
    case "edit": {
      // Who leaves an editor as it was has not said yes to what stood in it.
      if (choice.text.trimEnd() === draftOf(popup).text.trimEnd())
        return problem("nothing was changed: approve it as it is, or change it");
      const payload = readPayload(popup, choice.text);
      return payload.ok
        ? { ok: true, decision: { type: "edit", payload: payload.payload } }
        : payload;
    }
    case "raise": {
      const wrong = tokensProblem(choice.tokens) ?? dollarsProblem(choice.costUsd);
      if (wrong !== null) return problem(wrong);
      const tokens = readLimit(choice.tokens);
      const costUsd = readLimit(choice.costUsd);
      return { ok: true, decision: { type: "raise", tokens, costUsd } };
    }
    default:
      return { ok: true, decision: choice };
  }
}

/** Why a text says nothing of how many tokens may be spent; `null` where it does. */
export function tokensProblem(text: string): string | null {
  const limit = readLimit(text);
  return limit === null || (Number.isSafeInteger(limit) && limit > 0)
    ? null
    : "tokens: type a whole number above zero, or “none” for no limit";
}

/** Why a text says nothing of how many US dollars may be spent; `null` where it does. */
export function dollarsProblem(text: string): string | null {
  const limit = readLimit(text);
  return limit === null || (Number.isFinite(limit) && limit > 0)
    ? null
    : "US dollars: type a number above zero, or “none” for no limit";
}

/** `null`: no limit. Not a number where it is no limit at all. */
function readLimit(text: string): number | null {
  const bare = text.replace(/[\s,_$]/g, "");
  return bare === "" || bare.toLowerCase() === "none" ? null : Number(bare);
}

/** What an edit starts from. `extension` tells an editor what it is. */
export interface EditDraft {
  readonly text: string;
  readonly extension: "json" | "sh" | "md";
}

export function draftOf(popup: Popup): EditDraft {
  switch (popup.kind) {
    case "tracks":
      return json(popup.payload.tracks);
    case "tickets":
      // The track is not up for change.
      return json(popup.payload.tickets.map(({ trackId: _trackId, ...ticket }) => ticket));
    case "spawn":
      return { text: popup.payload.prompt, extension: "md" };
    case "tool": {
      const command = commandOf(popup);
      return command === null ? json(popup.payload.input) : { text: command, extension: "sh" };
    }
    default:
      return json(popup.payload);
  }
}

type ReadPayload = { readonly ok: true; readonly payload: JsonObject } | Problem;

function readPayload(popup: Popup, text: string): ReadPayload {
  switch (popup.kind) {
    case "spawn":
      return text.trim() === ""
        ? problem("the prompt is empty: a worker needs one")
        : { ok: true, payload: { ...popup.payload, prompt: text } };
    case "tool": {
      if (commandOf(popup) === null) {
        const read = editedJson(text);
        if (!read.ok) return read;
        if (!isJsonObject(read.value)) return problem("the input must be a JSON object: { … }");
        return { ok: true, payload: { tool: popup.payload.tool, input: read.value } };
      }
      // An editor ends a file with a newline that nobody typed.
      const command = text.replace(/\n+$/, "");
      return command.trim() === ""
        ? problem("the command is empty: reject the call instead")
        : {
            ok: true,
            payload: { tool: popup.payload.tool, input: { ...popup.payload.input, command } },
          };
    }
    case "tracks": {
      const read = editedJson(text);
      if (!read.ok) return read;
      const checked = checkTracks({ tracks: read.value });
      return checked.ok
        ? { ok: true, payload: { tracks: read.value as JsonObject[] } }
        : problem(checked.problems.join("; "));
    }
    case "tickets": {
      const read = editedJson(text);
      if (!read.ok) return read;
      // Ids of other tracks' tickets are the core's to know: it checks once more.
      const checked = checkTickets({ tickets: read.value }, popup.trackId, new Set());
      return checked.ok
        ? { ok: true, payload: { tickets: read.value as JsonObject[] } }
        : problem(checked.problems.join("; "));
    }
    default:
      return problem(`a popup of the kind "${popup.kind}" cannot be changed`);
  }
}

function commandOf(popup: Extract<Popup, { kind: "tool" }>): string | null {
  const { tool, input } = popup.payload;
  return takesCommand(tool) && typeof input["command"] === "string" ? input["command"] : null;
}

function json(value: unknown): EditDraft {
  return { text: JSON.stringify(value, null, 2), extension: "json" };
}

function editedJson(text: string): { readonly ok: true; readonly value: unknown } | Problem {
  const read = readJson(text);
  return read.ok ? read : problem(`this is not JSON: ${read.problem}`);
}

function problem(text: string): Problem {
  return { ok: false, problem: text };
}
