import { posix } from "node:path";
import type { Event, EventOf } from "../../../core/event.ts";
import type { PopupId, TicketId } from "../../../core/ids.ts";
import type { Popup } from "../../../core/gates/popup.ts";
import { canonicalJson } from "../../../core/json.ts";
import { builtInRules, type Rule } from "../../../core/gates/rule.ts";
import { keptFolderIn } from "./comes-across.ts";
import { type AskedAbout, reachOf } from "./rule-reach.ts";
import type { Findings } from "../verdict.ts";

/**
 * A rule that decided is one that stands (built in, from the settings, or added by an `always` exactly as it
 * was shown), and no later rule says otherwise: not of the kind, tool and ticket, and where they are plain, not of the
 * path or the command, nor of a folder that the call may come across (`keptFolderIn`). The rule that an `always` would add
 * lets pass what its popup asks about. Judged apart from the core's own judge (`reachOf`).
 */
export function checkRules(log: readonly Event[], { exercise, breach }: Findings): void {
  let standing: readonly Rule[] = builtInRules;
  const opened = new Map<PopupId, Popup>();
  const always = new Set<string>();
  const given: Rule[] = [];
  for (const event of log) {
    switch (event.type) {
      case "run.started":
        standing = [...builtInRules, ...event.settings.rules];
        break;
      case "popup.opened": {
        const { popup } = event;
        opened.set(popup.id, popup);
        if (
          popup.proposedRule !== null &&
          reachOf(popup.proposedRule, popup, popup.ticketId) === "no"
        )
          breach(`event ${event.seq}: ${popup.id} offers a rule that would not let it pass`);
        if (isConflict(popup) || isCheck(popup)) break;
        if (given.some((rule) => reachOf(rule, popup, popup.ticketId) === "yes"))
          breach(
            `event ${event.seq}: ${popup.id} was asked about, and an "always" has answered it`,
          );
        const winner = clearWinner(standing, popup, popup.ticketId);
        if (winner?.action !== "deny") break;
        breach(`event ${event.seq}: ${popup.id} was asked about, and a rule denies it`);
        break;
      }
      case "popup.decided": {
        const popup = opened.get(event.popupId);
        if (popup === undefined) break;
        const { decision, rule } = event;
        const proposed = popup.proposedRule;
        if (decision.type === "always" && proposed !== null) {
          always.add(canonicalJson(proposed));
          given.push(proposed);
        }
        if (rule === null) break;
        exercise();
        if (decision.type !== "approve" || !always.has(canonicalJson(rule))) {
          breach(`event ${event.seq}: ${popup.id} was decided by a rule that no "always" made`);
        }
        const { seq } = event;
        const { id: gate, ticketId } = popup;
        const applied = { seq, gate, rule, action: "allow", subject: popup, ticketId } as const;
        checkApplied(applied, { standing, always, breach });
        if (!speaksToTheLetter(rule, popup)) {
          breach(`event ${event.seq}: ${popup.id} was decided by a rule about something else`);
        }
        break;
      }
      case "rule.applied":
        exercise();
        checkApplied(event, { standing, always, breach });
        break;
      default:
    }
  }
}

interface Applied extends Pick<
  EventOf<"rule.applied">,
  "seq" | "gate" | "rule" | "action" | "ticketId"
> {
  readonly subject: AskedAbout;
}

function checkApplied(
  { seq, gate, rule, action, subject, ticketId }: Applied,
  {
    standing,
    always,
    breach,
  }: {
    readonly standing: readonly Rule[];
    readonly always: ReadonlySet<string>;
    readonly breach: Findings["breach"];
  },
): void {
  const text = canonicalJson(rule);
  const stands = standing.some((other) => canonicalJson(other) === text);
  if (!stands && !always.has(text)) {
    breach(`event ${seq}: ${gate} was decided by a rule that nobody made: ${text}`);
  }
  if (reachOf(rule, subject, ticketId) === "no" || rule.action !== action) {
    breach(`event ${seq}: ${gate} was decided by a rule that does not speak of it: ${text}`);
  }
  const heldBack = runBehindAnother(standing, subject);
  if (action === "allow" && rule.command === undefined && heldBack !== null) {
    breach(`event ${seq}: ${text} let ${gate} pass, and a rule holds ${heldBack} back`);
  }
  const kept = keptFolderIn(standing, subject, ticketId);
  if (action === "allow" && kept !== null && !always.has(text)) {
    breach(`event ${seq}: ${text} let ${gate} pass, which may come across ${kept}/`);
  }
  const winner = clearWinner(standing, subject, ticketId);
  if (winner === null || winner.action === action) return;
  if (winner.action === "ask" && always.has(text)) return;
  breach(`event ${seq}: ${text} decided ${gate}, and a later rule says ${winner.action}`);
}

/**
 * The command pattern of a `deny` or `ask` rule whose words a call passes, in any order, to a program that runs other
 * commands. Words that a shell would expand may stand for any others.
 */
function runBehindAnother(rules: readonly Rule[], { payload }: AskedAbout): string | null {
  const said = "input" in payload ? payload.input["command"] : undefined;
  const behind = typeof said === "string" ? runner.exec(said)?.[1] : undefined;
  if (behind === undefined) return null;
  const words = new Set(behind.match(/\w+/g));
  const held = rules.flatMap(({ action, command = "" }) =>
    action === "allow" ? [] : [command.split("*")[0]?.trim() ?? ""],
  );
  const isSaid = (text: string) =>
    behind.includes("$") || (text.match(/\w+/g) ?? []).every((word) => words.has(word));
  return held.find((text) => text.includes(" ") && isSaid(text)) ?? null;
}

const runner =
  /\b(?:setpriv|prlimit|npm exec|pnpm exec|uv run|docker run|docker exec|hyperfine|concurrently|tmux)\b(.*)/s;

/** Whether the rule that `always` proposes names the popup's command or path exactly, without wildcards. */
function speaksToTheLetter({ command, path }: Rule, { payload }: Popup): boolean {
  const input = "input" in payload ? payload.input : {};
  const said = (member: string) => (typeof input[member] === "string" ? input[member] : "");
  return (
    (command === undefined || said("command").includes(command)) &&
    (path === undefined || posix.normalize(said("file_path")) === posix.normalize(path))
  );
}

/** The last rule that matches; `null` where the match of a later one is unclear. */
function clearWinner(
  rules: readonly Rule[],
  subject: AskedAbout,
  ticketId: TicketId | null,
): Rule | null {
  const last = rules.findLast((rule) => reachOf(rule, subject, ticketId) !== "no");
  return last === undefined || reachOf(last, subject, ticketId) === "unclear" ? null : last;
}

/** What no rule can decide. */
function isConflict({ kind, payload }: AskedAbout): boolean {
  switch (kind) {
    case "merge":
      return (
        !("conflicts" in payload) ||
        payload.conflicts.length > 0 ||
        payload.failedCheck !== undefined
      );
    case "leftovers":
      return "leftovers" in payload && payload.leftovers.some(({ why }) => why === "conflict");
    case "question":
    case "budget":
    case "in-doubt":
      return true;
    default:
      return false;
  }
}

/** A check that is asked about looks like a tool's call, and rules judge it as a check. */
const isCheck = ({ payload }: AskedAbout): boolean => "tool" in payload && payload.tool === "check";
