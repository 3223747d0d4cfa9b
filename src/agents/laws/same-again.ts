import type { Verdict } from "../../sim/laws/verdict.ts";
import { digestOfAgent } from "../agent-digest.ts";
import type { AgentRecord } from "../agent-record.ts";

/** The same schedule and the same chance give the same run, to the byte. */
export function checkSameAgain(record: AgentRecord, again: AgentRecord | null): Verdict {
  if (again === null) return { type: "not-exercised" };
  if (digestOfAgent(record) === digestOfAgent(again)) return { type: "holds", exercised: 1 };
  const breach = `the same run, run again, went otherwise: ${differenceOf(record, again)}`;
  return { type: "broken", breaches: [breach], exercised: 1 };
}

function differenceOf(record: AgentRecord, again: AgentRecord): string {
  const place = record.steps.findIndex(({ label, atMs }, index) => {
    const other = again.steps[index];
    return other?.label !== label || other.atMs !== atMs;
  });
  const reason = `What takes real time belongs into step("name", work).${record.notSimulated.map((what) => `\n  not simulated: ${what}`).join("")}`;
  if (place < 0) return `it made other requests, or ended otherwise. ${reason}`;
  const shown = (one: AgentRecord) => one.steps[place]?.label ?? "the end";
  return `step ${place} was ${shown(record)}, and then ${shown(again)}. ${reason}`;
}
