import { realClock } from "../../clock/real-clock.ts";
import { logBeforeTurn } from "../../core/window/context-past.ts";
import { contextOf } from "../../core/window/context-view.ts";
import type { Event } from "../../core/event.ts";
import type { SessionId } from "../../core/ids.ts";
import { groupLedger } from "../../core/ledger/ledger-groups.ts";
import { fold } from "../../core/reduce/reduce.ts";
import { hasState } from "../../store/state-place.ts";
import { openStateReader } from "../../store/state-reader.ts";
import { checkQuestion, type ContextQuestion } from "./context-question.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { findRun, noRuns, runsElsewhere } from "../find-run.ts";
import { chosenSession } from "../find-session.ts";
import { note, print, printJson } from "../output.ts";
import { findRoot } from "../find-root.ts";
import { writePage } from "../write-page.ts";
import { usageError } from "../usage-error.ts";
import { storedOutcome } from "../stored-outcome.ts";
import { contextJsonOf, type Standing, contextText } from "./context-output.ts";
import { countText } from "../../core/words/count-text.ts";

export async function showContext(question: ContextQuestion): Promise<ExitCode> {
  checkQuestion(question);
  const root = await findRoot(question.directory);
  if (!hasState(root)) throw noRuns(await runsElsewhere(root));
  const directory = openStateReader(root);
  try {
    const { runId } = findRun(directory.listRuns(), question.run);
    if (question.look !== "once") {
      const { watchContext } = await import("./watch-context.ts");
      return await watchContext({ directory, runId, clock: realClock }, question);
    }
    const log = directory.readEvents(runId);
    if (log.length === 0)
      throw usageError(`Nothing of run ${runId} has been recorded yet. Look again in a moment.`);
    return await tell(root, log, storedOutcome(log, directory.isLive(runId)), question);
  } finally {
    directory.close();
  }
}

async function tell(
  root: string,
  log: readonly Event[],
  outcome: Standing["outcome"],
  question: ContextQuestion,
): Promise<ExitCode> {
  const { turn, session, htmlFile } = question;
  const whole = fold(log)!;
  const sessionId = chosenSession(whole, session);
  const past = turn === null ? log : logAt(log, sessionId, turn);
  const state = turn === null ? whole : fold(past)!;
  const nowMs = turn === null ? realClock.nowMs() : state.nowMs;
  const standing: Standing = { state, nowMs, outcome, sessionId };
  if (htmlFile !== null) {
    await writeContextPage(standing, htmlFile, question);
    return exitCodes.done;
  }
  const exact = question.count === "exact" ? await exactOf(root, past, standing) : null;
  if (exact !== null && "failure" in exact) {
    const { code, message } = exact.failure;
    note(
      `The provider could not count (${code}): ${message}\nTry again, or leave out --exact for the estimate.`,
    );
    return exitCodes.failed;
  }
  if (question.format === "json") printJson(contextJsonOf(standing, exact));
  else print(contextText(standing, question, exact));
  return exitCodes.done;
}

async function exactOf(root: string, log: readonly Event[], { state, sessionId }: Standing) {
  if (sessionId === null)
    throw usageError("No model has been called yet, so there is nothing to count.");
  const { countExactly } = await import("./count-exactly.ts");
  return await countExactly(root, { log, state }, sessionId);
}

/** The log as it was before the session's call of that turn. */
function logAt(log: readonly Event[], sessionId: SessionId | null, turn: number): readonly Event[] {
  const past = sessionId === null ? null : logBeforeTurn(log, sessionId, turn);
  if (past !== null) return past;
  const others = [...(fold(log)?.sessions.keys() ?? [])].filter(
    (id) => id !== sessionId && logBeforeTurn(log, id, turn) !== null,
  );
  const there =
    others.length === 0
      ? "No session did."
      : `Name one that did: ${others.map((id) => `--session ${id}`).join(", ")}.`;
  throw usageError(`Session ${sessionId ?? "?"} never came to turn ${turn}. ${there}`);
}

/** The most messages, and the most calls, that a page lists for each session. */
const pageRowsMax = 200;

async function writeContextPage(
  { state, nowMs, outcome, sessionId }: Standing,
  file: string,
  { session, turn, order, rows }: ContextQuestion,
): Promise<void> {
  const ids = session === null && turn === null ? [...state.sessions.keys()] : [sessionId!];
  const views = ids.flatMap((id) => contextOf(state, id, nowMs) ?? []);
  const { runId, epic } = state;
  // Before a turn in the past, the run had not ended yet.
  const standing = turn === null ? outcome : "running";
  const ledger = groupLedger(state, standing);
  const run = { runId, epic, outcome };
  const layout = { order, rowsMax: rows === "all" ? Infinity : pageRowsMax, standing };
  const { contextPage } = await import("../../reports/context/context-page.ts");
  const text = contextPage({ run, turn, ledger, views, layout });
  await writePage(file, text);
  note(`${file} tells of ${countText(views.length, "session")}.`);
}
