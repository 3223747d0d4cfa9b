import { posix } from "node:path";
import type { RuledSubject } from "../../../core/event.ts";
import type { TicketId } from "../../../core/ids.ts";
import type { Rule } from "../../../core/gates/rule.ts";

/** Whether a rule matches; `unclear` where only the core's own, fuller matching can tell. */
export type Reach = "yes" | "no" | "unclear";

/** What is asked about. */
export type AskedAbout = Pick<RuledSubject, "kind" | "payload">;

/**
 * A second implementation of rules, independent of the core's, for the simple cases: names, paths inside of the worktree
 * against patterns with a `*` at one end, and command lines of plain words.
 */
export function reachOf(rule: Rule, subject: AskedAbout, ticketId: TicketId | null): Reach {
  const tool = "tool" in subject.payload ? subject.payload.tool : null;
  return all([
    rule.kind === undefined || rule.kind === subject.kind ? "yes" : "no",
    rule.tool === undefined || (subject.kind === "tool" && rule.tool === tool) ? "yes" : "no",
    ticketReach(rule.ticket, ticketId),
    rule.path === undefined ? "yes" : pathReach(rule.path, rule.action, subject),
    rule.command === undefined ? "yes" : commandReach(rule.command, rule.action, subject),
  ]);
}

function all(reaches: readonly Reach[]): Reach {
  if (reaches.includes("no")) return "no";
  return reaches.includes("unclear") ? "unclear" : "yes";
}

const yesIf = (holds: boolean): Reach => (holds ? "yes" : "no");

function ticketReach(pattern: string | undefined, ticketId: TicketId | null): Reach {
  if (pattern === undefined) return "yes";
  return pattern.includes("*") ? "unclear" : yesIf(pattern === ticketId);
}

const fileTools: ReadonlySet<string> = new Set(["read", "write", "edit"]);

function pathReach(written: string, action: Rule["action"], { kind, payload }: AskedAbout): Reach {
  // A command has no path, whatever it does.
  if (kind !== "tool" || !("tool" in payload) || payload.tool === "bash") return "no";
  if (!fileTools.has(payload.tool)) return "unclear";
  const asWritten = payload.input["file_path"];
  // Rules that deny or ask ignore letter case.
  const inCase = (text: string) => (action === "allow" ? text : text.toLowerCase());
  const path = inCase(typeof asWritten === "string" ? posix.normalize(asWritten) : "");
  const pattern = inCase(written);
  if (!isPlainPath(path)) return "unclear";
  if (isPlainPath(pattern)) return yesIf(path === pattern);
  const [, folder] = /^([\w./-]+)\/\*\*$/.exec(pattern) ?? [];
  if (folder !== undefined && isPlainPath(folder)) return yesIf(path.startsWith(`${folder}/`));
  const [, ending] = /^\*\*\/\*(\.\w+)$/.exec(pattern) ?? [];
  return ending === undefined ? "unclear" : yesIf(path.endsWith(ending));
}

/** Whether a path is relative, in its shortest form, and inside of the worktree. */
const isPlainPath = (path: string): boolean =>
  /^[\w.-]+(?:\/[\w.-]+)*$/.test(path) && posix.normalize(path) === path && !path.startsWith("..");

function commandReach(
  pattern: string,
  action: Rule["action"],
  { kind, payload }: AskedAbout,
): Reach {
  if (kind !== "tool") return kind === "check" ? "unclear" : "no";
  if (!("tool" in payload) || payload.tool !== "bash") return "unclear";
  const said = payload.input["command"];
  const parts = typeof said === "string" ? said.split(/ (?:&&|\|\||;|\|) /) : [];
  const [, words, more] = /^([\w ./-]+?)( ?\*)?$/.exec(pattern) ?? [];
  if (parts.length === 0 || words === undefined || !parts.every(isPlainCommand)) return "unclear";
  const start = more === undefined ? "" : `${words}${more.slice(0, -1)}`;
  const isMeant = (part: string): boolean =>
    more === undefined ? part === words : part.startsWith(start);
  return yesIf(action === "allow" ? parts.every(isMeant) : parts.some(isMeant));
}

/** Whether a command consists of words in which a shell expands nothing. */
const isPlainCommand = (part: string): boolean =>
  /^[a-z][\w-]*(?: [\w./-]+)*$/.test(part) && !part.startsWith("-");
