import { latestSession } from "../../core/window/context-summary.ts";
import type { SessionId } from "../../core/ids.ts";
import type { State } from "../../core/state.ts";
import { contextFrame, type ShownContext } from "../../reports/context/context-report.ts";
import { runHeading } from "../../reports/run/run-heading.ts";
import type { FullScreen } from "../../terminal/full-screen.ts";
import { inkFor } from "../../terminal/ink.ts";
import { escapeControls } from "../../terminal/json-lines.ts";
import { paperFor } from "../../terminal/paper.ts";
import type { Paper } from "../../core/words/paper.ts";
import type { ContextQuestion } from "./context-question.ts";
import { findSession, sessionNamed } from "../find-session.ts";
import { patientPrinter, print } from "../output.ts";
import { contextJsonOf, type Standing, contextText, viewShown } from "./context-output.ts";

type Look = Omit<Standing, "sessionId">;

/** Shows the context windows of a run again and again, as the run goes on. */
export interface ContextViewer {
  /** Called at each look at the log, also where nothing is new. */
  show(look: Look): void;
  /** Resolves once there is room for another look: a reader that pauses is waited for. */
  room(signal: AbortSignal): Promise<void>;
  /** Restores the terminal. */
  close(): void;
  /** Called last, after `close`: what stays on the terminal. */
  end(): void;
}

/** For a pipe: prints the whole report again whenever it has changed; JSON as one line each. */
export function lineViewer(question: ContextQuestion): ContextViewer {
  const choose = chooser(question);
  let lastNews = "";
  let shownAs = "";
  let last: Standing | null = null;
  const printer = patientPrinter();
  return {
    show(look) {
      const standing = { ...look, sessionId: choose(look.state) };
      last = standing;
      const as = `${look.state.lastSeq} ${look.outcome}`;
      if (as === shownAs) return;
      shownAs = as;
      if (question.format === "json") {
        printer.print(`${escapeControls(JSON.stringify(contextJsonOf(standing, null)))}\n`);
        return;
      }
      // At time 0, so that a change of the cache's remaining time alone prints nothing.
      const news = textFor({ ...standing, nowMs: 0 }, question);
      if (news !== lastNews) printer.print(textFor(standing, question));
      lastNews = news;
    },
    room: printer.room,
    close: () => undefined,
    end() {
      if (last !== null && last.outcome !== "running") refuseUnknown(last.state, question);
    },
  };
}

/**
 * For a terminal: a frame that fits the screen, drawn anew on changes, and each second while a cache is about to
 * expire.
 */
export function screenViewer(screen: FullScreen, question: ContextQuestion): ContextViewer {
  const choose = chooser(question);
  const ink = inkFor({ isTTY: true, wishes: process.env });
  const paper = paperFor({ ink, columns: () => screen.columns });
  let last: Standing | null = null;
  let shown: ShownContext | null = null;
  let shownAtMs = 0;
  let shownAs = "";
  let shownSecond = 0;
  return {
    show(look) {
      const standing: Standing = { ...look, sessionId: choose(look.state) };
      last = standing;
      const as = [look.state.lastSeq, look.outcome, screen.columns, screen.rows].join(" ");
      if (as !== shownAs) {
        shown = viewShown(standing, question);
        shownAtMs = look.nowMs;
      } else {
        const second = Math.floor(look.nowMs / 1000);
        if (second === shownSecond || shown === null || !isTicking(shown)) return;
        // Only time has passed: a long conversation is not measured again for that.
        shown = laterBy(shown, look.nowMs - shownAtMs);
        shownAtMs = look.nowMs;
      }
      shownAs = as;
      shownSecond = Math.floor(look.nowMs / 1000);
      const { order } = question;
      const frame = { order, height: screen.rows, hint: hintFor(question) };
      screen.show(
        shown === null ? waitingRows(standing, question, paper) : contextFrame(shown, frame, paper),
      );
    },
    room: async () => {},
    close: () => screen.close(),
    end() {
      if (last === null) return;
      if (last.outcome !== "running") refuseUnknown(last.state, question);
      print(textFor(last, question));
    },
  };
}

function isTicking({ view }: ShownContext): boolean {
  return view.nextCall.type !== "none" && (view.cache.remainingMs ?? 0) > 0;
}

function laterBy(shown: ShownContext, elapsedMs: number): ShownContext {
  const { cache } = shown.view;
  const remainingMs = Math.max(0, (cache.remainingMs ?? 0) - elapsedMs);
  return { ...shown, view: { ...shown.view, cache: { ...cache, remainingMs } } };
}

/** Chooses the session to show. Unless one is named, it stays with the first, so that the screen does not jump. */
function chooser({ session, look }: ContextQuestion): (state: State) => SessionId | null {
  let first: SessionId | null = null;
  return (state) => {
    if (session !== null) return sessionNamed(state, session);
    if (look === "follow") return latestSession(state);
    first ??= latestSession(state);
    return first;
  };
}

function textFor(standing: Standing, question: ContextQuestion): string {
  if (standing.sessionId !== null || question.session === null) {
    return contextText(standing, question, null);
  }
  return `${waitingText(standing, question.session)}\n`;
}

function waitingRows(
  standing: Standing,
  { session }: ContextQuestion,
  paper: Paper,
): readonly string[] {
  const { state, outcome } = standing;
  const { runId, epic } = state;
  const waiting =
    session === null ? "No model has been called yet." : waitingText(standing, session);
  return [
    ...runHeading({ runId, epic, outcome }, paper),
    "",
    ...paper.wrap(waiting, paper.columns()),
    ...paper.wrap("Ctrl-C ends the watching.", paper.columns()).map((row) => paper.ink("dim", row)),
  ];
}

function waitingText({ state }: Standing, session: string): string {
  const known = [...state.sessions.keys()].join(", ");
  const there = known === "" ? "The run has opened none yet." : `So far there are: ${known}.`;
  return `Waiting for the session ${JSON.stringify(session)}. ${there}`;
}

/** Refuses a session that the ended run never had. */
function refuseUnknown(state: State, { session }: ContextQuestion): void {
  if (session !== null) findSession(state, session);
}

function hintFor({ session, look }: ContextQuestion): string {
  if (look === "follow") return "Goes along to whoever calls · Ctrl-C ends the watching";
  const stays = session === null ? "Stays with this session: --follow goes along · " : "";
  return `${stays}Ctrl-C ends the watching`;
}
