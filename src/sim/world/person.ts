import type { Decision } from "../../core/gates/decision.ts";
import type { Answer, Popup } from "../../core/gates/popup.ts";
import type { PopupId } from "../../core/ids.ts";
import type { Approver } from "../../ports.ts";
import { nameOfAnswer } from "./answer-words.ts";
import { answerFor, nameOfPopup } from "./popup-words.ts";
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
import { fits, isNext, mismatch, sameMatch, type Scripted } from "./scripted-answers.ts";
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
    from = null,
  }: {
    readonly manners?: (popup: Popup) => Manners;
    /** What the person of another simulation had done, to go on from there. */
    readonly from?: PersonMoment | null;
  } = {},
): Person {
  const memory = from === null ? newMemory(scenario) : memoryAt(from);
  const { answers, used, disputed, begunLate, endedLate, chosen, sent } = memory;
  const { missed, returnedTo, fromElsewhere } = memory;

  /** Whether the person is away when this popup opens. A person is away at most once for each popup. */
  function isAwayFrom(popup: Popup, scripted: Scripted | null, { habits }: Manners): boolean {
    const leaves = scripted?.answer.onReturn === true || habits.some(isAbsence);
    if (!leaves || returnedTo.has(popup.id)) return false;
    missed.add(popup.id);
    return true;
  }

  function choose(popup: Popup): Scripted | null {
    const before = chosen.get(popup.id);
    if (before !== undefined) return before;
    const free = answers.filter(
      (candidate) =>
        !candidate.answer.late &&
        !used.has(candidate) &&
        isNext(candidate, used) &&
        fits(candidate.answer.match, popup),
    );
    const [first, ...others] = free;
    if (first === undefined) return null;
    const rivals = others.filter(({ answer }) => !sameMatch(answer.match, first.answer.match));
    if (rivals.length > 0) {
      report({ type: "ambiguous-answer", message: ambiguity(popup, [first, ...rivals]) });
    }
    // The scenario has to say which of them was meant. Until then none of them is reported as unused, too.
    for (const rival of rivals) disputed.add(rival);
    used.set(first, popup);
    chosen.set(popup.id, first);
    return first;
  }

  /** Whether the scenario fails where no popup opened for this answer. */
  function isNeeded({ answer, rivals }: Scripted): boolean {
    const taken = new Set([...used.keys()].map((candidate) => candidate.answer));
    return !answer.optional && !rivals.some((rival) => taken.has(rival));
  }

  return {
    recall: (popup) => {
      choose(popup);
      for (const late of answers) {
        if (late.answer.late && fits(late.answer.match, popup)) used.set(late, popup);
      }
    },
    recallOpen(popup) {
      if (choose(popup)?.answer.onReturn === true) returnedTo.add(popup.id);
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
            for (const candidate of answers) {
              const { answer } = candidate;
              if (!answer.late || used.has(candidate) || !fits(answer.match, popup)) continue;
              used.set(candidate, popup);
              if (answer.decision === null) continue;
              begunLate.add(candidate);
              void send(answer.decision, pace.nowMs() + answer.afterMs).then(() =>
                endedLate.add(candidate),
              );
            }
          });
          const scripted = choose(popup);
          const decision = scripted === null ? improvise(popup) : scripted.answer.decision;
          if (decision === null) {
            if (scripted === null) {
              report({ type: "unmatched-popup", message: explain(popup, answers, used) });
              return false;
            }
            // To the run, a person who never answers is not there, unless the popup expires: then it was seen until that time.
            return popup.expiresAtMs !== null;
          }
          const manners = mannersAt(popup);
          const { id, payloadHash } = popup;
          if (isAwayFrom(popup, scripted, manners)) {
            if (manners.habits.includes("answers-from-elsewhere"))
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
    unused: () => [
      ...tellUnused(
        answers.filter(
          (candidate) => !used.has(candidate) && !disputed.has(candidate) && isNeeded(candidate),
        ),
      ),
      ...[...begunLate].filter((late) => !endedLate.has(late)).map(tellTooLate),
    ],
  };
}

/** One problem that lists all of them: a run that stops early leaves many answers unused for one reason. */
function tellUnused(unused: readonly Scripted[]): readonly Problem[] {
  const names = unused.map(({ answer }) => nameOfAnswer(answer));
  if (names.length === 0) return [];
  const message =
    names.length === 1
      ? `No popup came for the answer ${names[0]}.\n  Take it out, or find out why the popup did not open.`
      : `No popup came for ${names.length} answers:\n${names.map((name) => `  ${name}\n`).join("")}  Take them out, or find out why those popups did not open.`;
  return [{ type: "unused-answer", message }];
}

const tellTooLate = ({ answer }: Scripted): Problem => ({
  type: "unused-answer",
  message: `The run was over before the answer ${nameOfAnswer(answer)} was given.\n  Give it sooner after its popup is gone, or let the run go on for longer.`,
});

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

function explain(
  popup: Popup,
  answers: readonly Scripted[],
  used: ReadonlyMap<Scripted, Popup>,
): string {
  const near = nearestTo(popup, answers).map(
    (candidate) => `  near: ${nameOfAnswer(candidate.answer)}: ${whyNot(candidate, popup, used)}`,
  );
  return [
    `No answer is meant for ${nameOfPopup(popup)}.`,
    ...(near.length === 0 ? ["  near: nothing"] : near),
    `  Write one into \`user\`, such as ${answerFor(popup)}; or ignores.… where nobody is to answer.`,
  ].join("\n");
}

function whyNot(candidate: Scripted, popup: Popup, used: ReadonlyMap<Scripted, Popup>): string {
  const { answer, after } = candidate;
  const misfit = mismatch(answer.match, popup);
  if (misfit !== null) return misfit;
  const taken = used.get(candidate);
  if (taken !== undefined) {
    const clicks = answer.twice ? "both clicks went to" : "it went to";
    return `${clicks} ${taken.id}, and an answer decides no other popup`;
  }
  if (answer.late) return "it is for a popup that is gone already";
  return `its turn in the sequence has not come: ${nameOfAnswer(after!.answer)} is before it`;
}

/** The answers to name in a message: those of the popup's kind and subject, else of its kind, else of its ticket. */
function nearestTo(popup: Popup, answers: readonly Scripted[]): readonly Scripted[] {
  const ofKind = answers.filter(({ answer }) => answer.match.kind === popup.kind);
  const ofSubject = ({ answer: { match } }: Scripted): boolean =>
    match.ticketId === popup.ticketId && (match.trackId ?? popup.trackId) === popup.trackId;
  const near = [ofKind.filter(ofSubject), ofKind, answers.filter(ofSubject)];
  return near.find((some) => some.length > 0) ?? [];
}

const ambiguity = (popup: Popup, rivals: readonly Scripted[]): string =>
  [
    `${rivals.length === 2 ? "Two" : rivals.length} different answers fit ${nameOfPopup(popup)}:`,
    ...rivals.map(({ answer }) => `  ${nameOfAnswer(answer)}`),
    "  Which one is meant? Say more in one of them (the tool, the attempt), put them into a sequence(…), or take one out.",
  ].join("\n");
