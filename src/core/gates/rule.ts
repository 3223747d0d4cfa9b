import { posix } from "node:path";
import picomatch from "picomatch";
import type { z } from "zod";
import type { TicketId } from "../ids.ts";
import { hidesCommand } from "./hidden-command.ts";
import { unquoted, wildcard } from "./command-pattern.ts";
import { changesNothing, isSearch, takesCommand } from "../tools/tools.ts";
import { oneOf, strict } from "../words/strict-schema.ts";
import { workspaceTools } from "../tools/worker-tools.ts";

/** What a rule can speak of: the gates that a standing decision may pass. */
export const ruleKinds = [
  "tracks",
  "tickets",
  "spawn",
  "step",
  "tool",
  "check",
  "merge",
  "leftovers",
] as const;
export type RuleKind = (typeof ruleKinds)[number];

/** What a rule may hold, as data of a user: `text` is the schema of its names and patterns. */
export const ruleSchemaOf = <Text extends z.ZodType<string>>(text: Text) =>
  strict({
    action: oneOf(["allow", "deny", "ask"]),
    kind: oneOf(ruleKinds).exactOptional(),
    tool: text.exactOptional(),
    ticket: text.exactOptional(),
    path: text.exactOptional(),
    command: text.exactOptional(),
  });

/**
 * A standing decision as data. The last rule that matches wins; where none does, a person is asked. A
 * member that is absent matches everything. `path` is a glob over the worktree, for all but an `allow` in any letter case; `command` may use `*` for
 * any text and must match **each** part of a compound command for an `allow`, **any** part for the others, for
 * which it does not matter how either is quoted.
 */
export type Rule = Readonly<z.output<ReturnType<typeof ruleSchemaOf<z.ZodString>>>>;

/** What stands before a gate, as far as rules can see it. */
export interface RuleSubject {
  readonly kind: RuleKind;
  readonly ticketId: TicketId | null;
  readonly tool: string | null;
  readonly path: string | null;
  /** The simple commands of a shell command line; `null` where it is none, or it can't be told what would run. */
  readonly commandParts: readonly string[] | null;
}

/** The rules that every run starts with. Users' rules come after them, so they win. */
export const builtInRules: readonly Rule[] = [
  ...workspaceTools
    .filter(({ name }) => changesNothing(name))
    .map(({ name }): Rule => ({ action: "allow", kind: "tool", tool: name })),
  { action: "allow", kind: "check" },
  { action: "allow", kind: "merge" },
];

export interface Ruling {
  readonly action: Rule["action"];
  /** The rule that decided; `null` where none matched. */
  readonly rule: Rule | null;
}

/**
 * The last rule that matches decides, with one exception: an `allow` becomes an `ask` where another rule denies or asks
 * about something that this call may do without showing it. Such calls are a command line that does not say what would
 * run, a program that may run others, a path that leaves the worktree, and a search that may come across a path.
 */
export function judge(rules: readonly Rule[], subject: RuleSubject): Ruling {
  const rule = rules.findLast((candidate) => matches(candidate, subject)) ?? null;
  if (rule === null) return { action: "ask", rule };
  if (rule.action === "allow" && rules.some((other) => mayMean(other, subject, rule))) {
    return { action: "ask", rule: null };
  }
  return { action: rule.action, rule };
}

/** Whether a rule that denies or asks may be meant for this subject, although it does not match what can be read of it. */
function mayMean(rule: Rule, subject: RuleSubject, allowing: Rule): boolean {
  if (rule.action === "allow") return false;
  if (rule.tool !== undefined && rule.tool !== subject.tool) return false;
  if (rule.command !== undefined && takesCommand(subject.tool ?? "")) {
    const { commandParts } = subject;
    if (commandParts === null || hidesCommand(commandParts, rule.command, allowing.command ?? null))
      return true;
  }
  return rule.path !== undefined && hidesPath(subject, rule.path);
}

/** Whether the call may read or write a path that matches the pattern, although it does not name one. */
function hidesPath({ tool, path }: RuleSubject, pattern: string): boolean {
  const comesAcross = isSearch(tool ?? "");
  if (path === null) return comesAcross;
  const inside = insideWorktree(path);
  return inside === null || (comesAcross && !liesClear(inside, pattern));
}

/** Whether nothing in the folder can match: neither the folder nor the pattern's base is inside the other. */
function liesClear(folder: string, pattern: string): boolean {
  const { base, negated } = picomatch.scan(pattern);
  // In a negated pattern, and with escapes, the base does not say which folder is meant.
  if (negated || base.includes("\\")) return false;
  const names = namesOf(folder.toLowerCase());
  const baseNames = namesOf(posix.normalize(base).toLowerCase());
  return names.some((name, index) => index < baseNames.length && name !== baseNames[index]);
}

const namesOf = (path: string): string[] =>
  path.split("/").filter((name) => name !== "" && name !== ".");

export const leavesWorktree = (path: string): boolean => insideWorktree(path) === null;

/** The path in its shortest form relative to the worktree; `null` where it leaves it. */
export function insideWorktree(path: string): string | null {
  const normal = posix.normalize(path);
  return posix.isAbsolute(normal) || normal === ".." || normal.startsWith("../") ? null : normal;
}

function matches(rule: Rule, subject: RuleSubject): boolean {
  if (rule.kind !== undefined && rule.kind !== subject.kind) return false;
  if (rule.tool !== undefined && rule.tool !== subject.tool) return false;
  if (rule.ticket !== undefined && !wildcard(rule.ticket).test(subject.ticketId ?? ""))
    return false;
  if (rule.path !== undefined && !matchesPath(rule, rule.path, subject.path)) return false;
  if (rule.command !== undefined && !matchesCommand(rule, rule.command, subject)) return false;
  return true;
}

/** What holds back does so in any letter case: file systems of macOS and Windows take either for the same file. */
function matchesPath({ action }: Rule, pattern: string, path: string | null): boolean {
  const inside = path === null ? null : insideWorktree(path);
  const nocase = action !== "allow";
  return inside !== null && picomatch.isMatch(inside, pattern, { dot: true, nocase });
}

function matchesCommand(rule: Rule, pattern: string, subject: RuleSubject): boolean {
  const parts = subject.commandParts;
  if (parts === null || parts.length === 0) return false;
  if (rule.action === "allow") {
    const test = wildcard(pattern);
    return parts.every((part) => test.test(part));
  }
  const test = wildcard(unquoted(pattern));
  return parts.some((part) => test.test(unquoted(part)));
}
