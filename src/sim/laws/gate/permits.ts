import type { Event } from "../../../core/event.ts";
import type { PopupId } from "../../../core/ids.ts";
import { hashOf } from "../../../core/json.ts";
import type { Decision } from "../../../core/gates/decision.ts";
import type { Findings } from "../verdict.ts";

/** An approval or a rule, and the exact payload that it let pass. */
interface Permit {
  readonly payload: object;
  readonly payloadHash: string;
  readonly decision: Decision | null;
}

const permitting: ReadonlySet<string> = new Set(["approve", "edit", "always", "take"]);

/** Every gated intent has its permit earlier in the log, for the same payload and the same subject. */
export function checkStarts(log: readonly Event[], { exercise, breach }: Findings): void {
  const shown = new Map<PopupId, object>();
  const permits = new Map<PopupId, Permit>();
  const begun = new Set<string>();
  let goesByStep = false;
  const isPermitted = (prefix: string, payload: object): boolean =>
    [...permits].some(
      ([gate, permit]) => gate.startsWith(prefix) && permit.payloadHash === hashOf(payload),
    );
  for (const event of log) {
    switch (event.type) {
      case "run.started":
        goesByStep = event.settings.mode === "step";
        break;
      case "popup.opened":
        shown.set(event.popup.id, event.popup.payload);
        if (event.popup.kind === "in-doubt") {
          exercise();
          const gate = event.popup.id.replace(/^in-doubt:(.*)\.\d+$/, "tool:$1") as PopupId;
          if (permits.get(gate)?.payloadHash !== event.popup.payloadHash)
            breach(`event ${event.seq}: ${event.popup.id} asks about another call than was made`);
        }
        break;
      case "rule.applied":
        if (event.action === "allow") {
          const { subject, payloadHash } = event;
          permits.set(event.gate, { payload: subject.payload, payloadHash, decision: null });
        }
        break;
      case "popup.decided": {
        const { decision, payloadHash } = event;
        if (!permitting.has(decision.type)) break;
        const payload = decision.type === "edit" ? decision.payload : shown.get(event.popupId);
        permits.set(event.popupId, { payload: payload ?? {}, payloadHash, decision });
        break;
      }
      case "tool.started": {
        exercise();
        const permit = permits.get(event.gate);
        if (permit?.payloadHash !== hashOf({ tool: event.tool, input: event.input })) {
          breach(
            `event ${event.seq}: ${event.tool} of ${event.sessionId} has no approval for this call`,
          );
        }
        const [, ticketId, attempt] = event.sessionId.split(":");
        if (event.gate !== `tool:${ticketId}:${attempt}.${event.turn}.${event.index}`) {
          breach(`event ${event.seq}: ${event.gate} is the gate of another call`);
        }
        break;
      }
      case "merge.started": {
        exercise();
        const permit = permits.get(event.gate);
        if (permit === undefined || permit.payloadHash !== event.payloadHash) {
          breach(`event ${event.seq}: the merge of ${event.ticketId} has no approval`);
          break;
        }
        const side = permit.decision?.type === "take" ? permit.decision.side : null;
        if (event.side !== side) {
          breach(`event ${event.seq}: ${event.gate} was decided for ${side}, not ${event.side}`);
        }
        break;
      }
      case "check.started": {
        exercise();
        const gate = `check:${event.ticketId}:${event.attempt}` as PopupId;
        const { command } = event;
        const wanted = [hashOf({ command }), hashOf({ tool: "check", input: { command } })];
        if (!wanted.includes(permits.get(gate)?.payloadHash ?? "")) {
          breach(`event ${event.seq}: the check of ${event.ticketId} has no approval`);
        }
        break;
      }
      case "ticket.claimed": {
        if (!goesByStep) break;
        exercise();
        const gate = `step:${event.ticketId}`;
        if (![...permits.keys()].some((id) => id === gate || id.startsWith(`${gate}:`)))
          breach(`event ${event.seq}: ${event.ticketId} starts, and nobody allowed its step`);
        break;
      }
      case "attempt.started": {
        exercise();
        const gate = `spawn:${event.ticketId}:${event.attempt}` as PopupId;
        if (!permits.has(gate)) {
          const { attempt, ticketId } = event;
          breach(`event ${event.seq}: attempt ${attempt} of ${ticketId} has no approval`);
        }
        begun.add(`tier3:${event.ticketId}:${event.attempt}`);
        break;
      }
      case "session.opened": {
        if (event.tier !== "tier3") break;
        exercise();
        const permit = permits.get(`spawn:${event.ticketId}:${event.attempt}` as PopupId);
        const [block] = event.message.content;
        const prompt = permit !== undefined && "prompt" in permit.payload && permit.payload.prompt;
        if (block?.type !== "text" || block.text !== prompt) {
          breach(`event ${event.seq}: ${event.sessionId} opens with a prompt that nobody approved`);
        }
        break;
      }
      case "model.started":
        if (event.address.tier === "tier3" && !begun.has(event.unit.sessionId)) {
          breach(`event ${event.seq}: ${event.unit.sessionId} speaks to a model before its start`);
        }
        break;
      case "tracks.accepted":
        exercise();
        if (!isPermitted("tracks:", { tracks: event.tracks })) {
          breach(`event ${event.seq}: tracks were accepted without an approval of these`);
        }
        break;
      case "tickets.accepted":
        exercise();
        if (!isPermitted(`tickets:${event.trackId}:`, { tickets: event.tickets })) {
          breach(
            `event ${event.seq}: tickets of ${event.trackId} were accepted without an approval of these`,
          );
        }
        break;
      default:
    }
  }
}
