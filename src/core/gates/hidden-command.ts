import { mentions, unquoted, wildcard } from "./command-pattern.ts";
import { assignsPrograms, holdsInterpreter, runsOthers } from "./runs-others.ts";

/**
 * Whether a command line that a rule allows may run a command that another rule's pattern denies, although none of its
 * commands matches that pattern. It may where a program that can run others is given the pattern's words, in any order
 * (`npm exec -- git push`), or is given code, which could spell them in another way. Where the allowing rule itself
 * holds the words, its author has seen them, and they are no reason to ask.
 */
export function hidesCommand(
  parts: readonly string[],
  pattern: string,
  allowed: string | null,
): boolean {
  const test = wildcard(unquoted(pattern));
  const others = parts.filter((part) => !test.test(unquoted(part)));
  const unknown = others.filter((part) => !isHarmless(part));
  if (unknown.length === 0) return false;
  if (mentions(others.join("\n"), pattern)) return allowed === null || !mentions(allowed, pattern);
  return (allowed === null || !holdsCode(allowed)) && unknown.some(holdsCode);
}

/**
 * Programs that run nothing that they are told, and git's that only keep or show what they are told. Assignments are a
 * part of their own; those that choose what runs are never understood.
 */
const runsNothing =
  /^(?:(?:basename|cat|cd|chmod|cmp|cp|cut|date|diff|dirname|du|echo|false|file|e?grep|fgrep|head|jq|ln|ls|mkdir|mv|printf|pwd|readlink|realpath|rg|rm|rmdir|sed|seq|sleep|sort|stat|sum|tail|test|\[|touch|tr|tree|true|uniq|wc|which)(?: |$)|git (?:add|blame|branch|cat-file|check-ignore|commit|describe|diff|grep|init|log|ls-files|ls-tree|mv|reset|restore|rev-list|rev-parse|rm|show|stash|status|switch|tag)(?: |$)|\w+\+?=)/;

function isHarmless(part: string): boolean {
  const [name = "", ...words] = wordsOf(part);
  const [, variable = "", value = ""] = /^(\w+)\+?=([\s\S]*)$/.exec(name) ?? [];
  return runsNothing.test(part) && !runsOthers(name, words) && !assignsPrograms(variable, value);
}

/** Git's other commands that are its own; any further word may be an alias, which stands for anything. */
const ownOfGit =
  /^git (?:am|apply|archive|bundle|checkout|cherry|cherry-pick|clean|clone|commit-tree|config|count-objects|fetch|for-each-ref|format-patch|fsck|gc|hash-object|help|ls-remote|merge|merge-base|merge-file|merge-tree|mktree|name-rev|notes|pull|push|range-diff|read-tree|rebase|reflog|remote|repack|replace|revert|shortlog|show-ref|sparse-checkout|submodule|symbolic-ref|update-index|update-ref|version|whatchanged|worktree|write-tree)(?: |$)/;

/** Whether text of the part may be code that a shell or an interpreter would read. */
function holdsCode(part: string): boolean {
  if (/^git [^-]/.test(part) && !ownOfGit.test(part)) return true;
  const [, ...words] = wordsOf(part);
  return words.some(mayBeShell) || holdsInterpreter(words);
}

/** What only a shell gives a meaning: an expansion anywhere, and an operator or a glob beside a blank. */
const mayBeShell = (word: string): boolean =>
  /[$`\\\n]/.test(word) || (/\s/.test(word) && /[|;&<>{*?~!]/.test(word));

/** The words of a part as `commandParts` writes them: those that would not read as one stand in single quotes. */
function wordsOf(part: string): readonly string[] {
  const words = part.match(/(?:'[^']*'|\\'|[^\s'])+/g) ?? [];
  return words.map((word) => word.replace(/'([^']*)'|\\'/g, (_, text?: string) => text ?? "'"));
}
