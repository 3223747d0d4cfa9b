import type { Popup } from "../../core/gates/popup.ts";
import { questionFor } from "../../terminal/popups/question.ts";
import { hint } from "../hint.ts";
import { print, printJson, type OutputFormat } from "../output.ts";
import { quoted } from "../../core/words/quoted.ts";
import { type OpenedRun, withStoredRun } from "../say/stored-run.ts";
import { paperOn } from "../terminal-paper.ts";
import { worktreesRootOf } from "../worktrees-root.ts";
import { popupDiff } from "./popup-diff.ts";

/** Prints the decisions that a run waits for. */
export function listPopups(wanted: string, repo: string, format: OutputFormat): Promise<void> {
  return withStoredRun(wanted, repo, async (run) => {
    const popups = [...run.state.openPopups.values()].map(({ popup }) => popup);
    if (format === "json") return printJson({ runId: run.runId, popups });
    if (popups.length === 0) return print(`No decision is open in run ${run.runId}.\n`);
    const texts = await Promise.all(popups.map((popup) => textOf(popup, run)));
    print(texts.join("\n"));
  });
}

async function textOf(popup: Popup, run: OpenedRun): Promise<string> {
  const paper = paperOn(process.stdout);
  const { ink } = paper;
  const place = { root: run.root, worktrees: worktreesRootOf(run.root, run.runId) };
  const { title, body, all } = questionFor(popup, paper, await popupDiff(popup, place, paper));
  const rows = all ?? body;
  const answers = popup.decisions.map((decision) =>
    hint(`answer ${run.runId} ${quoted(popup.id)} ${decision}${detailOf(decision)}`, run.root),
  );
  return [
    `${ink("magenta", "◆")}  ${ink("bold", title)}  ${ink("dim", paper.cleanLine(popup.id))}`,
    ...rows.map((row) => `${ink("dim", "│")}  ${row}`.trimEnd()),
    ...answers.map((answer) => `${ink("dim", "→")}  ${answer}`),
    "",
  ].join("\n");
}

/** What a decision wants to be given besides. */
function detailOf(decision: Popup["decisions"][number]): string {
  switch (decision) {
    case "reject":
      return ' --reason "TEXT"';
    case "answer":
      return ' --text "TEXT"';
    case "edit":
      return " --with FILE";
    case "take":
      return " --side ticket";
    case "raise":
      return " --tokens N";
    default:
      return "";
  }
}
