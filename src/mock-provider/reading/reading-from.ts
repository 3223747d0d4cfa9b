import type { RequestReading } from "../request-reading.ts";
import type { Said } from "../said.ts";
import { personWords } from "./person-words.ts";

/** A reading but for what follows from what was said. */
export type PlainReading = Omit<RequestReading, "system" | "firstUser" | "lastUser" | "lastWords">;

/** Completes a reading; `lastText` is all text that stands last, for a request in which nobody says anything. */
export function readingFrom(plain: PlainReading, lastText: string): RequestReading {
  const { said } = plain;
  const turns = turnsIn(said);
  const ofPersons = turns.filter(({ type }) => type === "text");
  return {
    ...plain,
    system: said.flatMap((one) => (isSystem(one) ? [one.text] : [])).join("\n"),
    firstUser: ofPersons[0]?.text ?? "",
    lastUser: ofPersons.at(-1)?.text ?? "",
    lastWords: spokenIn(said.slice(said.findLastIndex(isModels) + 1)).at(-1)?.text ?? lastText,
  };
}

/** A person's words, or the results of tools, as far as nothing else comes between. */
interface Turn {
  readonly type: "text" | "result";
  readonly text: string;
}

function turnsIn(said: readonly Said[]): readonly Turn[] {
  const turns: Turn[] = [];
  let isOpen = false;
  for (const one of said) {
    const turn = turnOf(one);
    if (turn === null) isOpen &&= !isModels(one);
    if (turn === null || turn.text.trim() === "") continue;
    const last = turns.at(-1);
    if (isOpen && last?.type === turn.type)
      turns[turns.length - 1] = { ...last, text: `${last.text}\n${turn.text}` };
    else turns.push(turn);
    isOpen = true;
  }
  return turns;
}

/** Agents put what they always say before what is new: the last block that says anything is it. */
const spokenIn = (said: readonly Said[]): readonly Turn[] =>
  said.flatMap((one) => turnOf(one) ?? []).filter(({ text }) => text.trim() !== "");

function turnOf(one: Said): Turn | null {
  if (one.type === "result") return { type: "result", text: one.text };
  return one.type === "text" && one.role === "user"
    ? { type: "text", text: personWords(one.text) }
    : null;
}

const isSystem = (one: Said): one is Extract<Said, { type: "text" }> =>
  one.type === "text" && one.role === "system";

const isModels = (one: Said): boolean =>
  one.type === "call" || ("role" in one && one.role === "assistant");
