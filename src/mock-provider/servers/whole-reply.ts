import type { Delta } from "../../core/reply/delta.ts";
import type { Question } from "../dialect.ts";
import { parseJson } from "../json-object.ts";
import type { Wire } from "../reply-source.ts";
import { joinedDeltas } from "./joined-deltas.ts";

/** One question, where the server answers with a whole reply whatever was asked for. */
export function answeredWhole(question: Question, wire: Wire): Question {
  if (!question.isStreamed) return question;
  return {
    ...question,
    isStreamed: false,
    stream(answer) {
      const deltas = question.stream(answer).flatMap((event) => event.deltas);
      return [{ text: "", deltas: inOnePiece(deltas, wire), usage: answer.usage }];
    },
  };
}

/** What a reply brings whose blocks come whole. Chat Completions has one of thoughts and one of words, before its calls. */
function inOnePiece(deltas: readonly Delta[], wire: Wire): readonly Delta[] {
  // In a message an input is an object: what is none stands there as an empty one, which brings nothing.
  if (wire === "anthropic") return joinedDeltas(deltas).filter((delta) => !isNoInput(delta));
  if (wire !== "openai-chat") return joinedDeltas(deltas);
  const thoughts = deltas.filter(({ type }) => type === "thinking");
  const words = deltas.filter(({ type }) => type === "text");
  const others = deltas.filter(({ type }) => type !== "thinking" && type !== "text");
  return [
    ...[thoughts, words].flatMap((own) => joinedDeltas(inBlockOfFirst(own))),
    ...joinedDeltas(others),
  ];
}

const inBlockOfFirst = (deltas: readonly Delta[]): readonly Delta[] =>
  deltas.map((delta) => ({ ...delta, block: deltas[0]!.block }));

const isNoInput = (delta: Delta): boolean =>
  delta.type === "tool-input" && (delta.json === "{}" || parseJson(delta.json) === undefined);
