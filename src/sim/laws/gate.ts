import { hashOf, type JsonObject } from "../../core/json.ts";
import type { LifeRecord, RunRecord } from "../record.ts";
import { checkAnswers, checkDecisions, checkTyped } from "./gate/decisions.ts";
import { checkGrounds } from "./gate/grounds.ts";
import { checkHeeded } from "./gate/heeded.ts";
import { checkMergeLine, checkMerges } from "./gate/merges.ts";
import { checkStarts } from "./gate/permits.ts";
import { checkRepetitions } from "./gate/repetitions.ts";
import { checkRules } from "./gate/rules.ts";
import { checkSayings } from "./gate/sayings.ts";
import { type Findings, judgeBy, type Verdict } from "./verdict.ts";

/**
 * Law 3. No gated effect is executed without an approval or a rule for that exact payload earlier in the
 * log; a popup is decided at most once; an answer that does not fit is refused and logged; what a person or a rule ends
 * is over, and nothing else is.
 */
export function checkGate(record: RunRecord): Verdict {
  return judgeBy((findings) => {
    const last = record.lives.at(-1)!;
    checkDecisions(last.log, findings);
    checkAnswers(record, findings);
    checkTyped(record, findings);
    checkRules(last.log, findings);
    checkHeeded(last.log, findings);
    checkGrounds(last.log, findings);
    checkSayings(last.log, findings);
    checkMerges(last.log, findings);
    checkMergeLine(last.log, findings);
    for (const life of record.lives) {
      checkStarts(life.log, findings);
      checkPerformances(record, life, findings);
    }
    checkRepetitions(last.log, findings);
  });
}

/** Each effect that the workspace executed is the one that an intent in the log names, with the same input. */
function checkPerformances(record: RunRecord, life: LifeRecord, findings: Findings): void {
  const intents = new Map<string, number>();
  for (const event of life.log) {
    if (event.type === "tool.started") {
      const ticketId = event.sessionId.split(":")[1]!;
      count(intents, nameOfCall({ ...event, ticketId }));
    }
    if (event.type === "merge.started") count(intents, nameOfMerge(event));
  }
  const done = new Map<string, number>();
  for (const execution of record.executions) {
    if (execution.life !== life.number) continue;
    if (execution.type !== "tool" && execution.type !== "merge") continue;
    findings.exercise();
    const name = execution.type === "tool" ? nameOfCall(execution) : nameOfMerge(execution);
    count(done, name);
    if (done.get(name)! > (intents.get(name) ?? 0)) {
      findings.breach(`${name} was executed without an intent in the log`);
    }
  }
}

const nameOfCall = (call: {
  readonly ticketId: string;
  readonly callId: string;
  readonly tool: string;
  readonly input: JsonObject;
}): string =>
  `the call ${call.callId} of ${call.ticketId}: ${call.tool} ${hashOf(call.input).slice(0, 12)}`;

const nameOfMerge = (merge: {
  readonly ticketId: string;
  readonly commit: string;
  readonly side: string | null;
}): string => `the merge of ${merge.ticketId}: ${merge.commit} ${merge.side ?? "clean"}`;

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
