import { latestSession } from "../../core/context-summary.ts";
import type { SessionId } from "../../core/ids.ts";
import type { State } from "../../core/state.ts";
import { contextFrame, type ContextTold } from "../../reports/context/context-report.ts";
import { runHeading } from "../../reports/run/run-heading.ts";
import type { FullScreen } from "../../terminal/full-screen.ts";
import { inkFor } from "../../terminal/ink.ts";
import { escapeControls } from "../../terminal/json-lines.ts";
import { type Paper, paperFor } from "../../terminal/paper.ts";
import type { ContextQuestion } from "./context-question.ts";
import { findSession, sessionNamed } from "./find-session.ts";
import { print } from "../output.ts";
import { jsonOf, type Standing, textOf, toldOf } from "./context-output.ts";

type Look = Omit<Standing, "sessionId">;

/** What somebody sees who watches a run's windows. */
export interface ContextViewer {
  /** Is told at each look, also where nothing has happened. */
  show(look: Look): void;
  /** Gives the terminal back. */
  close(): void;
  /** After the last look, and after closing. */
  end(): void;
}

/** For a pipe: all of it again whenever something has happened; JSON is a line each. */
export function lineViewer(question: ContextQuestion): ContextViewer {
  const choose = chooser(question);
  let told = "";
  let shownAs = "";
  let last: Standing | null = null;
  return {
    show(look) {
      const standing = { ...look, sessionId: choose(look.state) };
      last = standing;
      const as = `${look.state.lastSeq} ${look.outcome}`;
      if (as === shownAs) return;
      shownAs = as;
      if (question.format === "json") {
        print(`${escapeControls(JSON.stringify(jsonOf(standing, null)))}\n`);
        return;
      }
      // A stream that goes on changes nothing here: the cache's time is no news to a pipe.
      const news = textFor({ ...standing, nowMs: 0 }, question);
      if (news !== told) print(textFor(standing, question));
      told = news;
    },
    close: () => undefined,
    end() {
      if (last !== null && last.outcome !== "running") refuseUnknown(last.state, question);
    },
  };
}

/** For a terminal: a frame that always fits it, each second anew while the cache's time runs. */
export function screenViewer(screen: FullScreen, question: ContextQuestion): ContextViewer {
  const choose = chooser(question);
  const ink = inkFor({ isTTY: true, noColor: process.env["NO_COLOR"] });
  const paper = paperFor({ ink, columns: () => screen.columns });
  let last: Standing | null = null;
  let told: ContextTold | null = null;
  let toldAtMs = 0;
  let shownAs = "";
  let shownSecond = 0;
  return {
    show(look) {
      const standing: Standing = { ...look, sessionId: choose(look.state) };
      last = standing;
      const as = [look.state.lastSeq, look.outcome, screen.columns, screen.rows].join(" ");
      if (as !== shownAs) {
        told = toldOf(standing, question);
        toldAtMs = look.nowMs;
      } else {
        const second = Math.floor(look.nowMs / 1000);
        if (second === shownSecond || told === null || !isTicking(told)) return;
        // Time alone passed: a long conversation is not counted again for it.
        told = laterBy(told, look.nowMs - toldAtMs);
        toldAtMs = look.nowMs;
      }
      shownAs = as;
      shownSecond = Math.floor(look.nowMs / 1000);
      const { order } = question;
      const frame = { order, height: screen.rows, hint: hintFor(question) };
      screen.show(
        told === null ? waitingRows(standing, question, paper) : contextFrame(told, frame, paper),
      );
    },
    close: () => screen.close(),
    end() {
      if (last === null) return;
      if (last.outcome !== "running") refuseUnknown(last.state, question);
      print(textFor(last, question));
    },
  };
}

function isTicking({ view }: ContextTold): boolean {
  return view.nextCall.type !== "none" && (view.cache.remainingMs ?? 0) > 0;
}

function laterBy(told: ContextTold, elapsedMs: number): ContextTold {
  const { cache } = told.view;
  const remainingMs = Math.max(0, (cache.remainingMs ?? 0) - elapsedMs);
  return { ...told, view: { ...told.view, cache: { ...cache, remainingMs } } };
}

/** The session to show. Without a name it stays with the first, so that the screen does not flip about. */
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
    return textOf(standing, question, null);
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

/** The run is over, and there never was such a session. */
function refuseUnknown(state: State, { session }: ContextQuestion): void {
  if (session !== null) findSession(state, session);
}

function hintFor({ session, look }: ContextQuestion): string {
  if (look === "follow") return "Goes along to whoever calls · Ctrl-C ends the watching";
  const stays = session === null ? "Stays with this session: --follow goes along · " : "";
  return `${stays}Ctrl-C ends the watching`;
}
