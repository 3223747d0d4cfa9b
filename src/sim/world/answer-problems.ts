import type { Popup } from "../../core/gates/popup.ts";
import type { Problem } from "../problem.ts";
import { nameOfAnswer } from "./answer-words.ts";
import { answerFor, nameOfPopup } from "./popup-words.ts";
import { mismatch, type Scripted } from "./scripted-answers.ts";

/** No answer is meant for a popup. Names the answers nearest to it, and why each is not for it. */
export function unmatchedPopup(
  popup: Popup,
  answers: readonly Scripted[],
  used: ReadonlyMap<Scripted, Popup>,
): Problem {
  const near = nearestTo(popup, answers).map(
    (candidate) => `  near: ${nameOfAnswer(candidate.answer)}: ${whyNot(candidate, popup, used)}`,
  );
  const lines = [
    `No answer is meant for ${nameOfPopup(popup)}.`,
    ...(near.length === 0 ? ["  near: nothing"] : near),
    `  Write one into \`user\`, such as ${answerFor(popup)}; or ignores.… where nobody is to answer.`,
  ];
  return { type: "unmatched-popup", message: lines.join("\n") };
}

/** Several different answers are meant for one popup. */
export function ambiguousAnswers(popup: Popup, rivals: readonly Scripted[]): Problem {
  const lines = [
    `${rivals.length === 2 ? "Two" : rivals.length} different answers fit ${nameOfPopup(popup)}:`,
    ...rivals.map(({ answer }) => `  ${nameOfAnswer(answer)}`),
    "  Which one is meant? Say more in one of them (the tool, the attempt), put them into a sequence(…), or take one out.",
  ];
  return { type: "ambiguous-answer", message: lines.join("\n") };
}

/** No popup came for these answers: one problem for all, because a run that stops early leaves many for one reason. */
export function unusedAnswers(unused: readonly Scripted[]): readonly Problem[] {
  const names = unused.map(({ answer }) => nameOfAnswer(answer));
  if (names.length === 0) return [];
  const message =
    names.length === 1
      ? `No popup came for the answer ${names[0]}.\n  Take it out, say .optional() where its popup need not open, or find out why it did not.`
      : `No popup came for ${names.length} answers:\n${names.map((name) => `  ${name}\n`).join("")}  Take them out, say .optional() where their popups need not open, or find out why they did not.`;
  return [{ type: "unused-answer", message }];
}

/** The run ended before an answer was sent that is sent only after its popup is gone. */
export const tooLateAnswer = ({ answer }: Scripted): Problem => ({
  type: "unused-answer",
  message: `The run was over before the answer ${nameOfAnswer(answer)} was given.\n  Give it sooner after its popup is gone, or let the run go on for longer.`,
});

function whyNot(candidate: Scripted, popup: Popup, used: ReadonlyMap<Scripted, Popup>): string {
  const { answer, after } = candidate;
  const misfit = mismatch(answer, popup);
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
