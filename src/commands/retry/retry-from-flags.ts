import type { Event } from "../../core/event.ts";
import { ticketId } from "../../core/ids.ts";
import { fold } from "../../core/reduce/reduce.ts";
import { retriedBy } from "../../core/retry.ts";
import type { BackendFlags } from "../conduct/choose-backend.ts";
import type { ExitCode } from "../exit-code.ts";
import { note, type OutputFormat } from "../output.ts";
import { goOnFromFlags } from "../resume/resume-from-flags.ts";
import type { GoingOn } from "../resume/resume-run.ts";
import { quoted } from "../../core/words/quoted.ts";
import { usageError } from "../usage-error.ts";

/** Runs `rehearsal retry` until the run ends. */
export function retryFromFlags(options: {
  readonly run: string;
  readonly ticket: string | null;
  readonly note: string;
  readonly repo: string;
  readonly format: OutputFormat;
  readonly backend: BackendFlags;
}): Promise<ExitCode> {
  return goOnFromFlags({
    ...options,
    beginningFor: (log, runId) => beginningFor(log, { ...options, runId }),
  });
}

/** `null` where nothing is left to try: all is done. */
function beginningFor(
  log: readonly Event[],
  {
    ticket,
    note: said,
    runId,
  }: { readonly ticket: string | null; readonly note: string; readonly runId: string },
): GoingOn | null {
  const state = fold(log);
  if (state === null) return { type: "resume", log };
  const wanted = ticket === null ? null : ticketId(ticket);
  if (wanted !== null) {
    const known = state.tickets.get(wanted);
    if (known === undefined)
      throw usageError(
        `Run ${runId} has no ticket ${JSON.stringify(ticket)}. It has: ${[...state.tickets.keys()].join(", ") || "none"}.`,
      );
    if (known.status !== "failed" && known.status !== "blocked")
      throw usageError(
        `Ticket ${ticket} is ${known.status}, and only what failed or is blocked can be tried again. ` +
          `\`rehearsal show ${runId}\` tells how each stands.`,
      );
  }
  if (retriedBy(state, wanted).length > 0)
    return { type: "retry", log, ticketId: wanted, note: said };
  if (state.ended?.outcome === "done") return null;
  if (state.ended?.outcome !== "failed") {
    note("No ticket has failed. The run goes on from where it stopped.");
    return { type: "resume", log };
  }
  throw usageError(
    `No ticket of run ${runId} failed: its planning did, which has to be begun anew: \`rehearsal run ${quoted(state.epic)}\``,
  );
}
