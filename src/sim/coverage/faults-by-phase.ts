import type { Event, EventType } from "../../core/event.ts";
import type { FailureCode } from "../../core/failure.ts";
import { popupKinds } from "../../core/gates/popup-kinds.ts";
import { tiers } from "../../core/ids.ts";
import type { LogReader } from "./log-reader.ts";

/** What can be under way when something goes wrong. */
const phases = [
  "a survey",
  "a call of tier 1",
  "a call of tier 2",
  "a call of tier 3",
  "a call of tier 4",
  "a preparation",
  "a tool",
  "a check",
  "a commit",
  "a comparison",
  "a merge",
  "a wait for the next try",
  "an open popup",
] as const;
type Phase = (typeof phases)[number];

const phaseOfTier = (tier: (typeof tiers)[number]): Phase =>
  `a call of tier ${tier.slice("tier".length) as "1" | "2" | "3" | "4"}`;

/** Failures of a call that `--faults all` draws, or a scenario can name. */
const callFailures = [
  "rate-limited",
  "overloaded",
  "server-error",
  "timeout",
  "connection-failed",
  "stream-cut",
  "stream-error",
  "stalled",
  "malformed-reply",
  "invalid-request",
  "authentication",
  "permission",
  "not-found",
  "refusal",
  "paused",
] as const satisfies readonly FailureCode[];

const workPhases = [
  "a preparation",
  "a tool",
  "a check",
  "a commit",
  "a comparison",
  "a merge",
] as const;

/** Every fault by the phase that it can strike in, so that those can be named that never did. */
export const faultsByPhase: readonly string[] = [
  ...["crash", "interrupt", "full disk"].flatMap((fault) =>
    phases.map((phase) => `${fault} during ${phase}`),
  ),
  ...callFailures.flatMap((code) => tiers.map((tier) => `${code} during ${phaseOfTier(tier)}`)),
  ...["a survey", ...workPhases].map((phase) => `workspace-failed during ${phase}`),
  ...workPhases.map((phase) => `tree-lost during ${phase}`),
  "tool-failed during a tool",
  ...popupKinds.map((kind) => `nobody there at a popup (${kind})`),
  ...popupKinds.map((kind) => `no answer in time at a popup (${kind})`),
];

/** Which faults an event shows, with the phase in which each struck. `reader` holds all that came before it. */
export function faultsAt(event: Event, reader: LogReader): readonly string[] {
  switch (event.type) {
    case "stream.discarded": {
      const { code } = event.failure;
      if (code === "crashed" || code === "cancelled") return [];
      return [`${code} during ${phaseOfTier(reader.seats.get(event.unit.sessionId)!.tier)}`];
    }
    case "tool.ended":
      return event.effectId !== null && event.isError ? ["tool-failed during a tool"] : [];
    case "effect.failed": {
      const phase = phaseOf(reader.inFlight.get(event.effectId), reader);
      return phase === null ? [] : [`${event.failure.code} during ${phase}`];
    }
    case "popup.shown":
      return event.attended ? [] : [`nobody there at a popup (${kindOf(event.popupId, reader)})`];
    case "popup.expired":
      return [`no answer in time at a popup (${kindOf(event.popupId, reader)})`];
    case "run.interrupted":
      return duringAll("interrupt", reader);
    case "run.ended":
      return event.failure?.code === "store-failed" ? duringAll("full disk", reader) : [];
    default:
      return [];
  }
}

/** What was under way when the process died. The reader must have taken its whole log. */
export const faultsOfCrash = (reader: LogReader): readonly string[] => duringAll("crash", reader);

function duringAll(fault: string, reader: LogReader): readonly string[] {
  const struck = new Set<Phase>();
  for (const intent of reader.inFlight.values()) {
    const phase = phaseOf(intent, reader);
    if (phase !== null) struck.add(phase);
  }
  if (reader.openPopups.size > 0) struck.add("an open popup");
  return [...struck].map((phase) => `${fault} during ${phase}`);
}

const kindOf = (id: Parameters<LogReader["popups"]["get"]>[0], { popups }: LogReader): string =>
  popups.get(id)?.kind ?? "";

const phaseOfIntent: Partial<Record<EventType, Phase>> = {
  "survey.started": "a survey",
  "preparation.started": "a preparation",
  "tool.started": "a tool",
  "check.started": "a check",
  "commit.started": "a commit",
  "comparison.started": "a comparison",
  "merge.started": "a merge",
};

function phaseOf(intent: Event | undefined, { seats }: LogReader): Phase | null {
  if (intent === undefined) return null;
  switch (intent.type) {
    case "model.started":
      return phaseOfTier(seats.get(intent.unit.sessionId)!.tier);
    case "timer.started":
      return intent.purpose.type === "retry" ? "a wait for the next try" : null;
    default:
      return phaseOfIntent[intent.type] ?? null;
  }
}
