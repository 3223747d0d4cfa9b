import { excerpt } from "../../core/words/excerpt.ts";
import type { Json } from "../../core/json.ts";
import type { PersonAnswer } from "../agent-record.ts";
import type { AgentProblem } from "../agent-problem.ts";
import type { PersonDecision } from "../agent-scenario.ts";
import { holdsWords } from "../holds-words.ts";

/** The person of one simulation, who decides as the scenario says. */
export interface ScriptedPerson {
  ask(question: string): Promise<Json>;
  answers(): readonly PersonAnswer[];
  /** Decisions that nobody asked for, and questions that nobody answers. */
  problems(): readonly AgentProblem[];
}

export function scriptedPerson(
  decisions: readonly PersonDecision[],
  {
    nowMs,
    after,
  }: {
    readonly nowMs: () => number;
    /** Calls back once so much time has passed, unless it is all over. */
    readonly after: (delayMs: number, question: string, callback: () => void) => void;
  },
): ScriptedPerson {
  const left = [...decisions];
  const answers: { -readonly [Member in keyof PersonAnswer]: PersonAnswer[Member] }[] = [];
  const unanswered: string[] = [];

  return {
    ask(question) {
      const decision = left.find(({ asked }) => holdsWords(asked, question));
      const entry: (typeof answers)[number] = {
        question,
        askedAtMs: nowMs(),
        answer: null,
        answeredAtMs: null,
      };
      answers.push(entry);
      if (decision === undefined) {
        unanswered.push(question);
        return new Promise(() => {});
      }
      left.splice(left.indexOf(decision), 1);
      return new Promise((resolve) =>
        after(decision.afterMs, question, () => {
          entry.answer = decision.answer;
          entry.answeredAtMs = nowMs();
          resolve(decision.answer);
        }),
      );
    },
    answers: () => answers,
    problems: () => [
      ...unanswered.map((question): AgentProblem => {
        const near = left.map(({ asked }) => `\n  left over: ${wordsOf(asked)}`).join("");
        const message = `Nobody answers the question ${excerpt(question)}.${near}\n  Write a decision for it into \`person\`: { asked: ${JSON.stringify(question)}, answer: … }.`;
        return { type: "unanswered-question", message };
      }),
      ...left.map(({ asked, answer }): AgentProblem => {
        const message = `Nobody asked for the decision ${wordsOf(asked)}, whose answer is ${excerpt(JSON.stringify(answer))}.\n  Take it out, or find out why the agent did not ask.`;
        return { type: "unused-decision", message };
      }),
    ],
  };
}

const wordsOf = (asked: string | RegExp): string =>
  typeof asked === "string" ? excerpt(asked) : String(asked);
