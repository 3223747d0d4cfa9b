import { memberOf } from "../dsl/answer.ts";
import type { UserAnswer } from "../scenario.ts";

/** An answer as it is written in a scenario. */
export function nameOfAnswer({ match, decision, ...when }: UserAnswer): string {
  const verb = decision?.type ?? "ignores";
  const kind = memberOf(match.kind);
  const subjects = [match.trackId, match.ticketId, match.tool].filter((name) => name !== null);
  const args = [...subjects.map((name) => JSON.stringify(name)), ...contentOf(decision)];
  const chain = [
    match.attempt !== null && match.attempt > 1 ? `.attempt(${match.attempt})` : "",
    when.afterMs > 0 ? `.after("${durationOf(when.afterMs)}")` : "",
    when.twice ? ".twice()" : "",
    when.typed ? ".typed()" : "",
    when.late ? ".late()" : "",
    when.optional ? ".optional()" : "",
    when.onReturn ? ".onReturn()" : "",
    when.fromElsewhere ? ".fromElsewhere()" : "",
  ];
  return `${verb}.${kind}(${args.join(", ")})${chain.join("")}`;
}

function contentOf(decision: UserAnswer["decision"]): readonly string[] {
  switch (decision?.type) {
    case "reject":
      return [JSON.stringify(decision.reason)];
    case "answer":
      return [JSON.stringify(decision.text)];
    case "take":
      return [JSON.stringify(decision.side)];
    case "edit":
    case "raise":
      return ["…"];
    default:
      return [];
  }
}

const durationOf = (ms: number): string => (ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`);
