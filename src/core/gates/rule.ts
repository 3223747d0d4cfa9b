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
 * A standing decision as data. The last rule that matches wins; where none does, a person is asked. A member that is
 * absent matches everything. `path` is a glob over the worktree; `command` may use `*` for any text. An `allow` must match
 * **each** path of a call and **each** part of a compound command. For `deny` and `ask` **any** is enough, and neither the
 * letter case of a path nor the quotes in a command matter.
 */
export type Rule = Readonly<z.output<ReturnType<typeof ruleSchemaOf<z.ZodString>>>>;

/** What stands before a gate, as far as rules can see it. */
export interface RuleSubject {
  readonly kind: RuleKind;
  readonly ticketId: TicketId | null;
  readonly tool: string | null;
  /** What a call reads or changes, or the folder that it searches. */
  readonly paths: readonly string[];
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
function hidesPath({ tool, paths }: RuleSubject, pattern: string): boolean {
  const comesAcross = isSearch(tool ?? "");
  if (paths.length === 0) return comesAcross;
  return paths.some((path) => {
    const inside = insideWorktree(path);
    return inside === null || (comesAcross && !liesClear(inside, pattern));
  });
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
  if (rule.path !== undefined && !matchesPaths(rule, rule.path, subject.paths)) return false;
  if (rule.command !== undefined && !matchesCommand(rule, rule.command, subject)) return false;
  return true;
}

/** What holds back does so in any letter case: file systems of macOS and Windows take either for the same file. */
function matchesPaths({ action }: Rule, pattern: string, paths: readonly string[]): boolean {
  const nocase = action !== "allow";
  const matchesOne = (path: string): boolean => {
    const inside = insideWorktree(path);
    return inside !== null && picomatch.isMatch(inside, pattern, { dot: true, nocase });
  };
  if (action === "allow") return paths.length > 0 && paths.every(matchesOne);
  return paths.some(matchesOne);
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
