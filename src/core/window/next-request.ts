import { calibrationOf } from "./context-calibration.ts";
import { nextTrim } from "./context-next.ts";
import { estimateTokens } from "./context-rates.ts";
import { promptOf } from "./context-prompt.ts";
import { requestOf } from "./session-request.ts";
import type { ModelRequest } from "../effect.ts";
import type { SessionState, State } from "../state.ts";
import { rawPromptTokens } from "./trim.ts";

/** A request that was not sent yet, or is on its way, and what its prompt is thought to take. */
export interface NextRequest {
  readonly request: ModelRequest;
  readonly estimatedTokens: number;
}

/**
 * What a session's next call would send, with all left out that it would leave out. `null` where the last
 * word is the model's: its tools are at work, or nothing is to follow.
 */
export function nextRequestOf(state: State, session: SessionState): NextRequest | null {
  if (session.messages.at(-1)?.role !== "user") return null;
  const plan = nextTrim(state, session);
  const drops = plan?.type === "trims" ? plan.drops : session.context.drops;
  const prompt = promptOf(state, session);
  const { rates } = calibrationOf(state, session, prompt);
  return {
    request: requestOf(state, { ...session, context: { ...session.context, drops } }),
    estimatedTokens: estimateTokens(rates, rawPromptTokens(prompt, drops)),
  };
}
