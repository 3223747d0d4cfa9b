import type { Decision } from "../../core/gates/decision.ts";
import type { Answer, Popup } from "../../core/gates/popup.ts";
import type { PopupId } from "../../core/ids.ts";
import type { Approver } from "../../ports.ts";
import { newAnswerChoice } from "./answer-choice.ts";
import { unmatchedPopup } from "./answer-problems.ts";
import {
  forged,
  isAbsence,
  type PersonHabit,
  type Manners,
  otherThan,
  plainManners,
  slowMs,
} from "./manners.ts";
import type { Problem } from "../problem.ts";
import type { SentAnswer } from "../record.ts";
import { isTyped, type Meant, typingPerson } from "./typing-person.ts";
import type { Scenario } from "../scenario.ts";
import type { Life } from "../scheduler.ts";
import type { Scripted } from "./scripted-answers.ts";
import { memoryAt, momentOfMemory, newMemory, type PersonMoment } from "./person-memory.ts";

/** The time by which the scripted person acts: that of the scheduler, or a real clock. */
export interface Pace {
  nowMs(): number;
  /** Resolves when the step is released; never for a process that has died. */
  at(step: {
    readonly label: string;
    readonly chain: string;
    readonly dueAtMs: number;
    readonly life: Life;
  }): Promise<void>;
}

/** The scripted person. It outlives a process that crashes, and answers a popup shown again as before. */
export interface Person {
  approver(life: Life): Approver;
  /** Counts the answer to this popup as used: an earlier process logged the decision before it died. */
  recall(popup: Popup): void;
  /** Takes in a popup that an earlier process left open, and that will be shown again. */
  recallOpen(popup: Popup): void;
  /** Whether a popup waits for an answer that is given on return. */
  isMissed(): boolean;
  /** The person is back: answers that waited for this are given when their popups are shown again. */
  comeBack(): void;
  /** What is answered while no process conducts the run, after this one; each answer once. */
  answersFromElsewhere(life: number): readonly Answer[];
  /** What was sent so far. */
  readonly answers: readonly SentAnswer[];
  /** Answers that no popup took. */
  unused(): readonly Problem[];
  /** What the person has done so far, from which the person of another simulation can go on. */
  moment(): PersonMoment;
}

/** Decides a popup that no scripted answer is for; `null` where the scenario must script each. */
export type Improvise = (popup: Popup) => Decision | null;

export function newPerson(
  scenario: Scenario,
  pace: Pace,
  report: (problem: Problem) => void,
  improvise: Improvise,
  {
    manners: mannersAt = () => plainManners,
    overrules = () => null,
    from = null,
  }: {
    readonly manners?: (popup: Popup) => Manners;
    /** Decides a popup whatever the scenario says of it; `null` where that is left to the scenario. */
    readonly overrules?: Improvise;
    /** What the person of another simulation had done, to go on from there. */
    readonly from?: PersonMoment | null;
  } = {},
): Person {
  const memory = from === null ? newMemory(scenario) : memoryAt(from);
  const { answers, used, begunLate, endedLate, sent, missed, returnedTo, fromElsewhere } = memory;
  const { choose, takeLate, problems } = newAnswerChoice(memory, report);

  /** Whether the person is away when this popup opens. A person is away at most once for each popup. */
  function isAwayFrom(popup: Popup, scripted: Scripted | null, { habits }: Manners): boolean {
    const leaves = isAwayAtFirst(scripted) || habits.some(isAbsence);
    if (!leaves || returnedTo.has(popup.id)) return false;
    missed.add(popup.id);
    return true;
  }

  return {
    recall: (popup) => {
      choose(popup);
      takeLate(popup);
    },
    recallOpen(popup) {
      if (isAwayAtFirst(choose(popup))) returnedTo.add(popup.id);
    },
    isMissed: () => [...missed].some((popupId) => !returnedTo.has(popupId)),
    comeBack() {
      for (const popupId of missed) returnedTo.add(popupId);
    },
    answersFromElsewhere(life) {
      const due = [...fromElsewhere.values()].filter(({ popupId }) => !returnedTo.has(popupId));
      for (const answer of due) {
        returnedTo.add(answer.popupId);
        sent.push({ ...answer, life, atMs: pace.nowMs(), meant: null });
      }
      return due;
    },
    moment: () => momentOfMemory(memory),
    answers: sent,
    approver: (life) => {
      const wait = (label: string, dueAtMs: number) =>
        pace.at({ label, chain: "person", dueAtMs, life });
      const late = new Map<PopupId, () => void>();
      const atTerminal = typingPerson({ nowMs: () => pace.nowMs(), wait });
      return {
        async show(popup, submit) {
          const submitNow = (answer: Answer, meant: Meant | null = null): void => {
            sent.push({ ...answer, life: life.number, atMs: pace.nowMs(), meant });
            submit(answer);
          };
          const send = (decision: Decision, dueAtMs: number) =>
            answerAt(popup, decision, dueAtMs, { wait, submit: submitNow });
          await wait(`show ${popup.id}`, pace.nowMs());
          late.set(popup.id, () => {
            for (const candidate of takeLate(popup)) {
              const { answer } = candidate;
              if (answer.decision === null) continue;
              begunLate.add(candidate);
              void send(answer.decision, pace.nowMs() + answer.afterMs).then(() =>
                endedLate.add(candidate),
              );
            }
          });
          const will = overrules(popup);
          const scripted = will === null ? choose(popup) : null;
          const decision =
            will ?? (scripted === null ? improvise(popup) : scripted.answer.decision);
          if (decision === null) {
            if (scripted === null) {
              report(unmatchedPopup(popup, answers, used));
              return false;
            }
            // To the run, a person who never answers is not there, unless the popup expires: then it was seen until that time.
            return popup.expiresAtMs !== null;
          }
          const manners = mannersAt(popup);
          const { id, payloadHash } = popup;
          if (isAwayFrom(popup, scripted, manners)) {
            const isDrawn = manners.habits.includes("answers-from-elsewhere");
            if (isDrawn || scripted?.answer.fromElsewhere === true)
              fromElsewhere.set(id, { popupId: id, payloadHash, decision });
            if (manners.habits.includes("loses-the-terminal"))
              throw new Error("the terminal is gone");
            return false;
          }
          for (const forgery of manners.forgeries) {
            void wait(`forged ${popup.id}`, pace.nowMs()).then(() =>
              submitNow(forged(popup, forgery)),
            );
          }
          const sinceMs = returnedTo.has(popup.id) ? pace.nowMs() : popup.openedAtMs;
          const does = (habit: PersonHabit): boolean => manners.habits.includes(habit);
          const slowerMs = does("is-slow") ? slowMs : 0;
          const dueAtMs = sinceMs + (scripted?.answer.afterMs ?? 0) + slowerMs;
          const isTyping = scripted?.answer.typed === true || does("types-in-haste");
          if (isTyping && isTyped(decision, popup)) {
            await wait(`look at ${popup.id}`, dueAtMs);
            return await atTerminal.ask(popup, decision, submitNow);
          }
          void send(decision, dueAtMs);
          const isTwice = scripted?.answer.twice === true || does("clicks-twice");
          if (isTwice) void send(decision, dueAtMs);
          if (does("changes-mind")) void send(otherThan(decision, popup), dueAtMs + 1);
          return true;
        },
        close(popupId) {
          atTerminal.close(popupId);
          late.get(popupId)?.();
          late.delete(popupId);
        },
      };
    },
    unused: problems,
  };
}

/** Whether a popup opens while the person whom the script describes is away. */
const isAwayAtFirst = (scripted: Scripted | null): boolean =>
  scripted !== null && (scripted.answer.onReturn || scripted.answer.fromElsewhere);

async function answerAt(
  popup: Popup,
  decision: Decision,
  dueAtMs: number,
  {
    submit,
    wait,
  }: {
    submit: (answer: Answer) => void;
    wait: (label: string, dueAtMs: number) => Promise<void>;
  },
): Promise<void> {
  await wait(`${decision.type} ${popup.id}`, dueAtMs);
  submit({ popupId: popup.id, payloadHash: popup.payloadHash, decision });
}
