import type { DecisionType } from "../../core/gates/decision.ts";
import type { Popup } from "../../core/gates/popup.ts";
import { type Choice, draftOf } from "./answer-from-choice.ts";
import type { Prompted, TerminalPrompts } from "./prompts.ts";

/** Asks for the details of a decision: a reason, an edit, a text, limits. */
export async function detailFor(
  { popup, draft }: { readonly popup: Popup; readonly draft: string | null },
  choice: DecisionType,
  prompts: TerminalPrompts,
  signal: AbortSignal,
): Promise<Prompted<Choice>> {
  switch (choice) {
    case "edit": {
      const { text, extension } = draftOf(popup);
      const ask = { message: "Change it", initial: draft ?? text, extension };
      return map(await prompts.draft(ask, signal), (edited) => ({ type: "edit", text: edited }));
    }
    case "reject": {
      const ask = {
        message: "Why not?",
        initial: "",
        required: "The model is told the reason: type one.",
      };
      return map(await prompts.line(ask, signal), (reason) => ({ type: "reject", reason }));
    }
    case "answer": {
      const ask = { message: "Your answer", initial: "", required: "Type an answer." };
      return map(await prompts.line(ask, signal), (text) => ({ type: "answer", text }));
    }
    case "raise":
      return raise(popup, prompts, signal);
    case "take": {
      const options = [
        { value: "ticket", label: "The ticket's: what this worker wrote" },
        { value: "branch", label: "The branch's: what is merged already" },
      ] as const;
      const message = "Whose side, where both changed the same lines?";
      const ask = { message, beside: () => "", options };
      return map(await prompts.select(ask, signal), (side) => ({ type: "take", side }));
    }
    default:
      return { type: "value", value: { type: choice } };
  }
}

async function raise(
  popup: Popup,
  prompts: TerminalPrompts,
  signal: AbortSignal,
): Promise<Prompted<Choice>> {
  const limits = popup.kind === "budget" ? popup.payload : null;
  const initial = (limit: number | null | undefined) => (limit == null ? "" : String(limit));
  const tokens = await prompts.line(
    {
      message: "Tokens for the whole run (empty: no limit)",
      initial: initial(limits?.limitTokens),
      required: null,
    },
    signal,
  );
  if (tokens.type !== "value") return tokens;
  const costUsd = await prompts.line(
    {
      message: "US dollars for the whole run (empty: no limit)",
      initial: initial(limits?.limitUsd),
      required: null,
    },
    signal,
  );
  return map(costUsd, (text) => ({ type: "raise", tokens: tokens.value, costUsd: text }));
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
