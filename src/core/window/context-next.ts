import { isInSight } from "./context-account.ts";
import { calibrationOf } from "./context-calibration.ts";
import { promptOf, roomTokensOf } from "./context-prompt.ts";
import type { Failure } from "../failure.ts";
import type { Tier } from "../ids.ts";
import type { SessionState, State } from "../state.ts";
import { planTrim, type TrimPlan } from "./trim.ts";

/** What a session's next call would leave out; `null` where the limit is unknown or out of sight. */
export function nextTrim(state: State, session: SessionState): TrimPlan | null {
  const roomTokens = roomTokensOf(state.settings, session.seat.tier);
  if (roomTokens === null || !isInSight(session.context, roomTokens)) return null;
  const prompt = promptOf(state, session);
  const estimator = calibrationOf(state, session, prompt);
  return planTrim(prompt, session.context.drops, roomTokens, estimator);
}

/** What to reduce, by the tier whose first message is too long. */
const advice: Readonly<Record<Tier, string>> = {
  tier1: "It is given the epic, the project's list of files and its documents: shorten those",
  tier2: "It is given the track, the project's list of files and its documents: shorten those",
  tier3: "Name fewer or smaller files in the ticket",
  tier4: "It is given what the check printed: have the check print less",
};

/** The failure of a session whose prompt cannot fit, found before the call is paid for. */
export function contextExceeded(
  state: State,
  session: SessionState,
  estimatedTokens: number,
): Failure {
  const { model, contextTokens, maxOutputTokens } = state.settings.models[session.seat.tier];
  const number = (amount: number | null) => (amount ?? 0).toLocaleString("en-US");
  const prompt = promptOf(state, session);
  const lastTurn = prompt.turns.length;
  const isOutput = (prompt.turns.at(-1)?.whole ?? 0) > prompt.firstTokens;
  const todo = isOutput
    ? `What the tools of turn ${lastTurn} put out takes the most: have them put out less, a part of a file or the end of a log`
    : advice[session.seat.tier];
  const window = `windows: { ${JSON.stringify(model)}: { contextTokens: …, maxOutputTokens: … } }`;
  const message = `the prompt would take about ${number(estimatedTokens)} tokens, and perhaps some more, with all left out that can be; ${model} has ${number(contextTokens)}, of which ${number(maxOutputTokens)} are kept for the reply. ${todo}; or, where the model has more, say so in rehearsal.config.ts for the next run: ${window}`;
  return { code: "context-exceeded", message };
}
