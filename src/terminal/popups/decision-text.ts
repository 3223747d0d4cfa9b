import type { Decision } from "../../core/gates/decision.ts";
import { sanitizeLine } from "../sanitize.ts";

/** What was decided, in the past tense. */
export function decisionText(decision: Decision): string {
  switch (decision.type) {
    case "approve":
      return "approved";
    case "edit":
      return "approved with changes";
    case "always":
      return "approved, from now on always";
    case "reject":
      return `rejected: ${sanitizeLine(decision.reason)}`;
    case "abort":
      return "the ticket is given up";
    case "answer":
      return `answered: ${sanitizeLine(decision.text)}`;
    case "happened":
      return "it did happen";
    case "redo":
      return "to be done again";
    case "raise":
      return `budget raised to ${limitText(decision.tokens, decision.costUsd)}`;
    case "stop":
      return "it stops at its budget";
    case "take":
      return decision.side === "ticket"
        ? "takes the ticket's side"
        : "keeps what is merged already";
    case "retry":
      return "to be tried again";
  }
}

/** A budget's limits in words. */
export function limitText(tokens: number | null, costUsd: number | null): string {
  const limits = [
    ...(tokens === null ? [] : [`${tokens.toLocaleString("en-US")} tokens`]),
    ...(costUsd === null ? [] : [`$${costUsd.toFixed(2)}`]),
  ];
  return limits.length === 0 ? "no limit" : limits.join(" and ");
}
