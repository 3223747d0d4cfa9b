import { tokensText } from "./context-bar.ts";
import type { Paper } from "../../core/words/paper.ts";

/** The tokens of a request as the provider counted them, and as they were estimated. */
export interface ExactCount {
  /** The turn whose prompt was counted, from 1. */
  readonly turn: number;
  readonly estimatedTokens: number;
  readonly exactTokens: number;
  /** The error of the estimate: 0.05 is five per cent too much; `null` where the provider counted 0. */
  readonly error: number | null;
}

export function exactCount(counted: Omit<ExactCount, "error">): ExactCount {
  const { estimatedTokens, exactTokens } = counted;
  return { ...counted, error: exactTokens === 0 ? null : estimatedTokens / exactTokens - 1 };
}

/** What `--exact` adds to the text about a session. */
export function exactReport(exact: ExactCount, paper: Paper): string {
  const { turn, estimatedTokens, exactTokens, error } = exact;
  const counted = `exactly ${tokensText(exactTokens)} tokens in the prompt of turn ${tokensText(turn)}, as the provider counts`;
  const estimate = `the estimate is ${tokensText(estimatedTokens)}${error === null ? "" : `: ${offText(error)}`}`;
  return `${paper.wrap(`${counted}; ${estimate}`, paper.columns()).join("\n")}\n`;
}

function offText(error: number): string {
  const percent = Math.abs(error * 100).toFixed(1);
  if (percent === "0.0") return "0.0% off";
  return `${percent}% too ${error > 0 ? "high" : "low"}`;
}
