import type { Delta } from "../../../core/reply/delta.ts";
import type { Event } from "../../../core/event.ts";
import type { SessionId } from "../../../core/ids.ts";
import { canonicalJson, type JsonObject } from "../../../core/json.ts";
import { isObject, parseJson } from "../../../mock-provider/json-object.ts";
import type { Findings } from "../verdict.ts";

interface Call {
  readonly callId: string;
  readonly tool: string;
  json: string;
  /** Its input is not complete. */
  isCut: boolean;
  isEnded: boolean;
}

/**
 * What is asked about and made is what the model called, to the letter: one call after another, in its order, each
 * with one result; and the model is asked again once all have theirs. A call whose input was cut off is not made.
 */
export function checkCalls(log: readonly Event[], { exercise, breach }: Findings): void {
  const drafts = new Map<SessionId, Map<number, Call>>();
  const turns = new Map<SessionId, readonly Call[]>();
  const find = (where: string, sessionId: SessionId, index: number): Call | null => {
    const calls = turns.get(sessionId);
    if (calls !== undefined && index >= calls.length)
      breach(`${where}: ${sessionId} made no call ${index} in this turn`);
    return calls?.[index] ?? null;
  };
  for (const event of log) {
    const where = `event ${event.seq}`;
    switch (event.type) {
      case "model.started": {
        const { sessionId } = event.unit;
        const open = turns.get(sessionId)?.filter(({ isEnded }) => !isEnded) ?? [];
        if (open.length > 0)
          breach(`${where}: ${sessionId} is asked again, and ${open[0]!.callId} has no result`);
        drafts.set(sessionId, new Map());
        turns.delete(sessionId);
        break;
      }
      case "stream.deltas":
        for (const delta of event.deltas) take(drafts.get(event.unit.sessionId), delta);
        break;
      case "stream.completed": {
        const { sessionId } = event.unit;
        const calls = [...(drafts.get(sessionId) ?? [])].toSorted(([one], [other]) => one - other);
        const isFull = event.stopReason === "max-tokens";
        for (const [index, [, call]] of calls.entries())
          call.isCut =
            isCutOff(call.json) || (isFull && index === calls.length - 1 && call.json === "");
        if (sessionId.startsWith("tier3:"))
          turns.set(
            sessionId,
            calls.map(([, call]) => call),
          );
        break;
      }
      case "popup.opened":
      case "rule.applied": {
        const gate = event.type === "rule.applied" ? event.gate : event.popup.id;
        const subject = event.type === "rule.applied" ? event.subject : event.popup;
        const place = /^(?:tool|question):(.+:\d+)\.\d+\.(\d+)$/.exec(gate);
        if (place === null) break;
        exercise();
        const call = find(where, `tier3:${place[1]}` as SessionId, Number(place[2]));
        if (call?.isCut === true) breach(`${where}: ${gate} asks about a call that was cut off`);
        const problem = call === null ? null : problemWith(call, subject.payload);
        if (problem !== null) breach(`${where}: ${gate} asks about ${problem}`);
        break;
      }
      case "tool.started":
      case "tool.ended": {
        exercise();
        const { sessionId, index, callId } = event;
        const call = find(where, sessionId, index);
        if (call === null) break;
        if (call.callId !== callId)
          breach(`${where}: call ${index} is ${call.callId}, not ${callId}`);
        if (call.isEnded) breach(`${where}: ${callId} had its result already`);
        if (call.isCut && (event.type === "tool.started" || !event.isError))
          breach(`${where}: ${callId} is made, and its input was cut off`);
        const waiting = turns.get(sessionId)!.findIndex(({ isEnded }) => !isEnded);
        if (waiting < index && waiting !== -1)
          breach(`${where}: ${callId} comes before the call ${waiting} has its result`);
        if (event.type === "tool.ended") call.isEnded = true;
        break;
      }
      case "results.returned": {
        const open = turns.get(event.sessionId)?.find(({ isEnded }) => !isEnded);
        if (open !== undefined) breach(`${where}: ${open.callId} is returned without a result`);
        break;
      }
      default:
    }
  }
}

function take(draft: Map<number, Call> | undefined, delta: Delta): void {
  if (delta.type === "tool-use")
    draft?.set(delta.block, {
      callId: delta.callId,
      tool: delta.tool,
      json: "",
      isCut: false,
      isEnded: false,
    });
  const call = draft?.get(delta.block);
  if (delta.type === "tool-input" && call !== undefined) call.json += delta.json;
}

/** Whether an object's end is missing. What is no JSON for another reason may be read all the same. */
const isCutOff = (json: string): boolean =>
  /^\s*\{/.test(json) && !/[}>`\]]\s*$/.test(json) && parseJson(json) === undefined;

/** How a popup's payload differs from the call that the model made; `null` where it does not. */
function problemWith(call: Call, payload: object): string | null {
  const tool = "tool" in payload ? payload.tool : "ask";
  if (tool !== call.tool) return `${String(tool)}, and the call is one of ${call.tool}`;
  const meant = parseJson(call.json);
  // The core also reads inputs that are no plain JSON object; those are not compared here.
  if (!isObject(meant)) return null;
  if ("question" in payload)
    return payload.question === meant["question"] ? null : "another question than the worker's";
  const asked = "input" in payload ? payload.input : null;
  return canonicalJson(asked as JsonObject) === canonicalJson(meant)
    ? null
    : "another input than the call has";
}
