import type { Popup } from "../../core/gates/popup.ts";
import type { Problem } from "../problem.ts";
import { ambiguousAnswers, unusedAnswers, tooLateAnswer } from "./answer-problems.ts";
import type { PersonMemory } from "./person-memory.ts";
import { fits, isNext, sameMatch, type Scripted } from "./scripted-answers.ts";

/** Which scripted answer a popup gets. */
export interface AnswerChoice {
  /** The answer for a popup, the same each time that it is shown; `null` where the script has none. */
  choose(popup: Popup): Scripted | null;
  /** The answers that are to be sent although their popup, this one, is gone. Each is returned once. */
  takeLate(popup: Popup): readonly Scripted[];
  /** Answers that the run did not use and should have. */
  problems(): readonly Problem[];
}

export function newAnswerChoice(
  { answers, used, disputed, chosen, begunLate, endedLate }: PersonMemory,
  report: (problem: Problem) => void,
): AnswerChoice {
  const isFree = (candidate: Scripted, popup: Popup): boolean =>
    !used.has(candidate) && fits(candidate.answer, popup);

  /** Whether the scenario fails where no popup opened for this answer. */
  function isNeeded({ answer, rivals }: Scripted): boolean {
    const taken = new Set([...used.keys()].map((candidate) => candidate.answer));
    return !answer.optional && !rivals.some((rival) => taken.has(rival));
  }

  return {
    choose(popup) {
      const before = chosen.get(popup.id);
      if (before !== undefined) return before;
      const [first, ...others] = answers.filter(
        (candidate) =>
          !candidate.answer.late && isFree(candidate, popup) && isNext(candidate, used),
      );
      if (first === undefined) return null;
      const rivals = others.filter(({ answer }) => !sameMatch(answer.match, first.answer.match));
      if (rivals.length > 0) report(ambiguousAnswers(popup, [first, ...rivals]));
      // The scenario has to say which of them was meant. Until then none of them is reported as unused, too.
      for (const rival of rivals) disputed.add(rival);
      used.set(first, popup);
      chosen.set(popup.id, first);
      return first;
    },
    takeLate(popup) {
      const late = answers.filter((candidate) => candidate.answer.late && isFree(candidate, popup));
      for (const candidate of late) used.set(candidate, popup);
      return late;
    },
    problems: () => [
      ...unusedAnswers(
        answers.filter(
          (candidate) => !used.has(candidate) && !disputed.has(candidate) && isNeeded(candidate),
        ),
      ),
      ...[...begunLate].filter((late) => !endedLate.has(late)).map(tooLateAnswer),
    ],
  };
}
