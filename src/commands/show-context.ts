import { realClock } from "../clock/real-clock.ts";
import { logBeforeTurn } from "../core/context-past.ts";
import { latestSession } from "../core/context-summary.ts";
import { contextOf } from "../core/context-view.ts";
import type { Event } from "../core/event.ts";
import { fold } from "../core/reduce/reduce.ts";
import type { State } from "../core/state.ts";
import { contextPage } from "../reports/context-html.ts";
import { hasState, openStateDirectory } from "../store/state-directory.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { findRun, noRuns } from "./find-run.ts";
import { findSession } from "./find-session.ts";
import { note, print, printJson } from "./output.ts";
import { findRepository } from "./project.ts";
import { refusal } from "./refusal.ts";
import { type ContextQuestion, jsonOf, textOf } from "./tell-context.ts";
import { watchContext } from "./watch-context.ts";

export async function showContext(question: ContextQuestion): Promise<ExitCode> {
  if (question.count === "exact" && (question.look === "watch" || question.htmlFile !== null))
    throw refusal("--exact asks once, for one session: leave out --watch and --html.");
  const { root } = await findRepository(question.directory);
  if (!hasState(root)) throw noRuns();
  const directory = openStateDirectory(root, { clock: realClock });
  try {
    const { runId } = findRun(directory.listRuns(), question.run);
    if (question.look === "watch") {
      await watchContext(directory, runId, question);
      return exitCodes.done;
    }
    const log = directory.readEvents(runId);
    if (log.length === 0)
      throw refusal(`Nothing of run ${runId} has been recorded yet. Look again in a moment.`);
    const past = logAt(log, question);
    const state = fold(past)!;
    const nowMs = question.turn === null ? realClock.nowMs() : state.nowMs;
    if (question.htmlFile !== null) {
      await writePage(state, nowMs, question);
      return exitCodes.done;
    }
    const exact = await exactOf(root, { log: past, state }, question);
    if (exact !== null && "failure" in exact) {
      const { code, message } = exact.failure;
      note(
        `The provider could not count (${code}): ${message}\nTry again, or leave out --exact for the estimate.`,
      );
      return exitCodes.failed;
    }
    if (question.telling === "json") printJson(jsonOf(state, nowMs, question, exact));
    else print(textOf(state, nowMs, question, exact));
    return exitCodes.done;
  } finally {
    directory.close();
  }
}

/** `null` where no count was asked for. */
async function exactOf(
  root: string,
  run: { readonly log: readonly Event[]; readonly state: State },
  { count, session }: ContextQuestion,
) {
  if (count === "estimated") return null;
  const id = session === null ? latestSession(run.state) : findSession(run.state, session);
  if (id === null) throw refusal("No model has been called yet, so there is nothing to count.");
  const { countExactly } = await import("./context-exact.ts");
  return await countExactly(root, run, id);
}

/** What had been recorded by then. */
function logAt(log: readonly Event[], question: ContextQuestion): readonly Event[] {
  const { turn } = question;
  if (turn === null) return log;
  const whole = fold(log)!;
  const session =
    question.session === null ? latestSession(whole) : findSession(whole, question.session);
  const past = session === null ? null : logBeforeTurn(log, session, turn);
  if (past === null) throw refusal(`Session ${session ?? "?"} never made a call of turn ${turn}.`);
  return past;
}

async function writePage(state: State, nowMs: number, question: ContextQuestion): Promise<void> {
  const { htmlFile, session } = question;
  const ids = session === null ? [...state.sessions.keys()] : [findSession(state, session)];
  const views = ids.flatMap((id) => contextOf(state, id, nowMs) ?? []);
  const { runId, epic } = state;
  await Bun.write(htmlFile!, contextPage({ runId, epic, views }));
  note(`${htmlFile} tells of ${views.length} ${views.length === 1 ? "session" : "sessions"}.`);
}
