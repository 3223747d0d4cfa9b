import { readFile } from "node:fs/promises";
import { text as textOf } from "node:stream/consumers";
import { keepRulesToo } from "../../config/kept-rules.ts";
import { type DecisionType, decisionTypes } from "../../core/gates/decision.ts";
import type { Popup } from "../../core/gates/popup.ts";
import type { PopupId } from "../../core/ids.ts";
import type { State } from "../../core/state.ts";
import { answerFrom, type Choice } from "../../terminal/popups/answer-from-choice.ts";
import { decisionText } from "../../terminal/popups/decision-text.ts";
import type { ExitCode } from "../exit-code.ts";
import { quoted } from "../../core/words/quoted.ts";
import { sayToRun } from "../say/say-to-run.ts";
import { withStoredRun } from "../say/stored-run.ts";
import { tellHeard } from "../say/tell-heard.ts";
import { usageError } from "../usage-error.ts";
import type { AnswerFlags } from "./answer-flags.ts";
import { errorMessage } from "../../core/words/error-message.ts";

/** Runs `rehearsal answer`. */
export function answerFromFlags(asked: {
  readonly run: string;
  readonly repo: string;
  readonly popup: string;
  readonly decision: DecisionType;
  readonly flags: AnswerFlags;
}): Promise<ExitCode> {
  const { decision, flags } = asked;
  return withStoredRun(asked.run, asked.repo, async (run) => {
    const popup = openPopup(run.state, asked.popup);
    if (!popup.decisions.includes(decision)) throw notOffered(popup, decision);
    const answered = answerFrom(popup, await choiceFrom(decision, flags));
    if (!answered.ok) throw usageError(`${popup.id} cannot be answered so: ${answered.problem}.`);
    const { answer } = answered;
    const heard = await sayToRun(run, { type: "answer", answer });
    // A process that conducts the run does so itself.
    if (heard.type === "taken" && !heard.isLive && decision === "always" && popup.proposedRule)
      keepRulesToo(run.root, [popup.proposedRule]);
    return tellHeard(heard, run, `${popup.id}: ${decisionText(answer.decision)}.`);
  });
}

function openPopup({ openPopups, gates }: State, wanted: string): Popup {
  const open = openPopups.get(wanted as PopupId);
  if (open !== undefined) return open.popup;
  const others = [...openPopups.keys()];
  const there =
    others.length === 0 ? "No decision is open in this run." : `Open are: ${others.join(", ")}.`;
  throw usageError(
    gates.has(wanted as PopupId)
      ? `${wanted} has been decided already. ${there}`
      : `There is no popup ${JSON.stringify(wanted)}. ${there}`,
  );
}

function notOffered({ id, kind, decisions }: Popup, decision: string): Error {
  const offered = decisions.join(", ");
  return decisionTypes.some((type) => type === decision)
    ? usageError(`${id} is about a ${kind} and offers ${offered}; not ${decision}.`)
    : usageError(`There is no decision ${JSON.stringify(decision)}. ${id} offers ${offered}.`);
}

async function choiceFrom(decision: DecisionType, flags: AnswerFlags): Promise<Choice> {
  switch (decision) {
    case "edit":
      return { type: "edit", text: await changed(needed(flags.with, "--with FILE", decision)) };
    case "reject":
      return { type: "reject", reason: needed(flags.reason, '--reason "TEXT"', decision) };
    case "answer":
      return { type: "answer", text: needed(flags.text, '--text "TEXT"', decision) };
    case "take":
      return { type: "take", side: needed(flags.side, "--side branch|ticket", decision) };
    case "raise":
      return { type: "raise", tokens: flags.tokens ?? "", costUsd: flags.usd ?? "" };
    case "approve":
    case "always":
    case "abort":
    case "happened":
    case "redo":
    case "stop":
    case "retry":
      return { type: decision };
  }
}

function needed<Value extends string>(
  value: Value | undefined,
  flag: string,
  decision: DecisionType,
): Value {
  if (value !== undefined && value.trim() !== "") return value;
  throw usageError(`\`${decision}\` needs ${flag}.`);
}

async function changed(file: string): Promise<string> {
  if (file === "-") return textOf(process.stdin);
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const why = errorMessage(error);
    throw usageError(`${quoted(file)} cannot be read: ${why}. Name a file that can.`);
  }
}
