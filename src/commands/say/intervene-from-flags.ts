import { realClock } from "../../clock/real-clock.ts";
import { newWordId } from "../../clock/word-id.ts";
import { ticketId } from "../../core/ids.ts";
import type { Intervention } from "../../core/interventions/intervention.ts";
import type { ExitCode } from "../exit-code.ts";
import { hint } from "../hint.ts";
import { usageError } from "../usage-error.ts";
import { sayToRun } from "./say-to-run.ts";
import { withStoredRun } from "./stored-run.ts";
import { tellHeard } from "./tell-heard.ts";

/** Runs `rehearsal tell` and `rehearsal stop`. */
export function interveneFromFlags(
  wanted: string,
  repo: string,
  words: { readonly type: Intervention["type"]; readonly ticket: string; readonly text: string },
): Promise<ExitCode> {
  const { type, text } = words;
  if (type === "instruct" && text.trim() === "")
    throw usageError(`Say something: ${hint(`tell ${wanted} ${words.ticket} "TEXT"`)}`);
  return withStoredRun(wanted, repo, async (run) => {
    const said = { id: newWordId(realClock.nowMs()), ticketId: ticketId(words.ticket) };
    const intervention: Intervention =
      type === "instruct" ? { type, ...said, text } : { type, ...said, reason: text };
    const heard = await sayToRun(run, { type: "intervene", intervention });
    const done =
      type === "instruct"
        ? `The worker of ${said.ticketId} reads it with its next turn.`
        : `Ticket ${said.ticketId} was stopped.`;
    return tellHeard(heard, run, done);
  });
}
