import type { DecisionType } from "../../core/gates/decision.ts";
import type { Popup } from "../../core/gates/popup.ts";
import { type Choice, dollarsProblem, draftOf, tokensProblem } from "./answer-from-choice.ts";
import type { Prompted, TerminalPrompts } from "./prompts.ts";

export interface DetailOf {
  readonly popup: Popup;
  /** What was last given for a decision. */
  readonly written: Choice | null;
  /** What else is to be known meanwhile. */
  readonly beside: () => string;
}

/** Asks for the details of a decision: a reason, an edit, a text, limits. */
export async function detailFor(
  { popup, written, beside }: DetailOf,
  choice: DecisionType,
  prompts: TerminalPrompts,
  signal: AbortSignal,
): Promise<Prompted<Choice>> {
  switch (choice) {
    case "edit": {
      const { text, extension } = draftOf(popup);
      const initial = written?.type === "edit" ? written.text : text;
      const ask = { message: "Change it", beside, initial, extension };
      return map(await prompts.draft(ask, signal), (edited) => ({ type: "edit", text: edited }));
    }
    case "reject": {
      const initial = written?.type === "reject" ? written.reason : "";
      const problemOf = needed("The model is told the reason: type one.");
      const ask = { message: "Why not?", beside, initial, problemOf };
      return map(await prompts.line(ask, signal), (reason) => ({ type: "reject", reason }));
    }
    case "answer": {
      const initial = written?.type === "answer" ? written.text : "";
      const problemOf = needed("Type an answer.");
      const ask = { message: "Your answer", beside, initial, problemOf };
      return map(await prompts.line(ask, signal), (text) => ({ type: "answer", text }));
    }
    case "raise":
      return raise(
        { ...(written?.type === "raise" ? written : limitsOf(popup)), beside },
        prompts,
        signal,
      );
    case "take": {
      const options = [
        { value: "ticket", label: "The ticket's: what this worker wrote" },
        { value: "branch", label: "The branch's: what is merged already" },
      ] as const;
      const message = "Whose side, where both changed the same lines?";
      const ask = { message, beside, options };
      return map(await prompts.select(ask, signal), (side) => ({ type: "take", side }));
    }
    default:
      return { type: "value", value: { type: choice } };
  }
}

const needed =
  (problem: string) =>
  (text: string): string | null =>
    text.trim() === "" ? problem : null;

interface Limits {
  readonly tokens: string;
  readonly costUsd: string;
}

function limitsOf(popup: Popup): Limits {
  const limits = popup.kind === "budget" ? popup.payload : null;
  const text = (limit: number | null | undefined) => (limit == null ? "" : String(limit));
  return { tokens: text(limits?.limitTokens), costUsd: text(limits?.limitUsd) };
}

async function raise(
  before: Limits & Pick<DetailOf, "beside">,
  prompts: TerminalPrompts,
  signal: AbortSignal,
): Promise<Prompted<Choice>> {
  let initial = before.tokens;
  while (true) {
    const tokens = await prompts.line(
      {
        message: "Tokens for the whole run (“none”: no limit)",
        beside: before.beside,
        initial,
        problemOf: tokensProblem,
      },
      signal,
    );
    if (tokens.type !== "value") return tokens;
    const costUsd = await prompts.line(
      {
        message: "US dollars for the whole run (“none”: no limit)",
        beside: before.beside,
        initial: before.costUsd,
        problemOf: dollarsProblem,
      },
      signal,
    );
    if (costUsd.type !== "back")
      return map(costUsd, (text) => ({ type: "raise", tokens: tokens.value, costUsd: text }));
    initial = tokens.value;
  }
}

function map<From, To>(prompted: Prompted<From>, change: (value: From) => To): Prompted<To> {
  return prompted.type === "value" ? { type: "value", value: change(prompted.value) } : prompted;
}

/** Prompts that are shown again with what was typed in them, where the screen was somebody else's meanwhile. */
export function keptOver(prompts: TerminalPrompts, draw: () => void): TerminalPrompts {
  const kept =
    <Ask extends { readonly initial: string }>(
      prompt: (ask: Ask, signal: AbortSignal) => Promise<Prompted<string>>,
    ) =>
    async (ask: Ask, signal: AbortSignal): Promise<Prompted<string>> => {
      let answered = await prompt(ask, signal);
      while (answered.type === "redraw") {
        draw();
        answered = await prompt({ ...ask, initial: answered.text }, signal);
      }
      return answered;
    };
  return { ...prompts, line: kept(prompts.line), draft: kept(prompts.draft) };
}
