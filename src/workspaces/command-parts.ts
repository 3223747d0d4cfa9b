import { assignsPrograms, runsOthers } from "../core/gates/runs-others.ts";
import { plainCommands, type Words } from "./plain-commands.ts";
import type { CommandNode, SimpleCommandNode, StatementNode, WordNode } from "just-bash";

type WordPart = WordNode["parts"][number];
type Redirection = SimpleCommandNode["redirections"][number];

/**
 * The simple commands of a bash line (`a && b | c; d` has four), so that rules can judge each one. Quotes and
 * escapes are resolved: `git "pu"sh` is `git push`. Only a word that would not read as one without them (it is
 * empty, or holds a space, a quote or a backslash) stands in single quotes, so that a rule that allows
 * `rm 'a b'` does not allow `rm a b`. An assignment before a command is a part of its own (`A=1 make` has
 * two): a rule about `make` still sees it, and one that allows `make` does not allow to set what it runs with.
 *
 * `null` where the text does not say what would run: it does not parse, or holds a substitution, any
 * expansion, a glob, a brace, arithmetic, a function, a `case`, a command name that is not plain, a command
 * that may run its arguments or its input, or a redirection to or from a file. Only what is known to be
 * harmless passes, as this decides what runs without being asked about.
 */
export async function commandParts(command: string): Promise<readonly string[] | null> {
  // The second reading goes first: it is the quicker one, and gives up sooner.
  const again = unsure.test(command) ? null : plainCommands(command);
  if (again === null) return null;
  const { parse } = await import("just-bash");
  let script: ReturnType<typeof parse>;
  try {
    script = parse(command);
  } catch {
    return null;
  }
  const parts = ofStatements(script.statements);
  return parts === null || parts.length === 0 || !isReadAlike(again, parts) ? null : parts;
}

/** Whether a second reading of the line found the same commands, with the same words. */
function isReadAlike(read: readonly Words[], parts: readonly string[]): boolean {
  const texts = read.flatMap((words) => {
    const name = words.findIndex((word) => !/^\w+\+?=/.test(word));
    const assignments = name === -1 ? words : words.slice(0, name);
    const said = name === -1 ? [] : [words.slice(name)];
    return [
      ...assignments.map((word) => {
        const at = word.indexOf("=") + 1;
        const value = word.slice(at);
        return word.slice(0, at) + (value === "" ? "" : asOneWord(value));
      }),
      ...said.map(([first = "", ...others]) => [first, ...others.map(asOneWord)].join(" ")),
    ];
  });
  return texts.length === parts.length && texts.every((text, index) => text === parts[index]);
}

/**
 * Blanks that a parser may take for a separator and bash does not, control characters, and what may be the second half
 * of a character in locales that are not UTF-8.
 */
const unsure = /[^\S \t\n]|(?![\t\n])\p{Cc}|[^\0-\x7f][\\|`{}[\]~]/u;

function ofStatements(statements: readonly StatementNode[]): string[] | null {
  return joined(
    statements.map((statement) =>
      statement.deferredError === undefined
        ? joined(statement.pipelines.flatMap((pipeline) => pipeline.commands.map(ofCommand)))
        : null,
    ),
  );
}

function ofCommand(command: CommandNode): string[] | null {
  if (command.redirections.some((redirection) => !isHarmless(redirection))) return null;
  switch (command.type) {
    case "SimpleCommand":
      return ofSimpleCommand(command);
    case "Group":
    case "Subshell":
      return ofStatements(command.body);
    case "If":
      return joined([
        ...command.clauses.flatMap(({ condition, body }) => [
          ofStatements(condition),
          ofStatements(body),
        ]),
        ofStatements(command.elseBody ?? []),
      ]);
    case "While":
    case "Until":
      return joined([ofStatements(command.condition), ofStatements(command.body)]);
    case "For": {
      const words = (command.words ?? []).map(textOfWord);
      return words.includes(null) ? null : ofStatements(command.body);
    }
    case "Case":
    case "CStyleFor":
    case "ArithmeticCommand":
    case "ConditionalCommand":
    case "FunctionDef":
      return null;
  }
}

/** Where one of these is read as a command's name, bash would see a construct that the parser does not. */
const reserved = new Set(
  "if then else elif fi do done case esac while until for select function in time coproc { } [[ ]] !".split(
    " ",
  ),
);
/** Builtins that evaluate a name such as `a[$(ls)]`, quoted or not. */
const evaluatesNames = new Set(
  "let test [ printf read declare typeset local export readonly unset getopts wait".split(" "),
);

function ofSimpleCommand(command: SimpleCommandNode): string[] | null {
  const assignments = command.assignments.map(({ name, append, value, array }) => {
    const text = value === null ? "" : textOfWord(value);
    return text === null || array !== null || !/^\w+$/.test(name) || assignsPrograms(name, text)
      ? null
      : `${name}${append ? "+" : ""}=${text === "" ? "" : asOneWord(text)}`;
  });
  if (command.name === null) return strings(assignments);
  const name = plainName(command.name);
  const words = strings(command.args.map(textOfWord));
  if (name === null || words === null || reserved.has(name) || runsOthers(name, words)) return null;
  if (evaluatesNames.has(name) && words.some(isUnsafeName)) return null;
  return strings([...assignments, [name, ...words.map(asOneWord)].join(" ")]);
}

/** Holds a command, as names of array members can, or names a variable that chooses programs. */
function isUnsafeName(word: string): boolean {
  const [, name = "", value = ""] = /^(\w+)\+?(?:=([\s\S]*))?$/.exec(word) ?? [];
  return /\$\(|`|\[.*\[|\(/.test(word) || assignsPrograms(name, value);
}

/**
 * A name with nothing to expand or unquote: what stands there is what runs. A path could lead to any program,
 * and so could capitals where the file system does not tell them apart.
 */
function plainName(word: WordNode): string | null {
  const [first] = word.parts;
  if (word.parts.length === 1 && first?.type === "Glob" && first.pattern === "[") return "[";
  const text = word.parts.map((part) => (part.type === "Literal" ? part.value : "\0")).join("");
  return /^[a-z\d_.@%+:,-]+$/.test(text) ? text : null;
}

/** What the word is once it is unquoted; `null` where only the shell that runs it can tell. */
function textOfWord(word: WordNode): string | null {
  return strings(word.parts.map(textOfPart))?.join("") ?? null;
}

function textOfPart(part: WordPart): string | null {
  switch (part.type) {
    case "Literal":
      // What the parser took for text and bash might not: better asked about once too often.
      return /[\s'"$`\\*?[{<>()|&;]|!#|(?:^|[:=])~/.test(part.value) ? null : part.value;
    case "SingleQuoted":
    case "Escaped":
      return part.value;
    case "DoubleQuoted":
      return (
        strings(
          part.parts.map((inside) =>
            inside.type === "Literal" ? inside.value : textOfPart(inside),
          ),
        )?.join("") ?? null
      );
    case "ParameterExpansion":
    case "Glob":
    case "TildeExpansion":
    case "BraceExpansion":
    case "CommandSubstitution":
    case "ProcessSubstitution":
    case "ArithmeticExpansion":
      return null;
  }
}

export function asOneWord(text: string): string {
  return text === "" || /[\s'"\\]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : text;
}

/** To or from nowhere, or one descriptor onto another. */
function isHarmless({ operator, target, fdVariable }: Redirection): boolean {
  if (fdVariable !== undefined || target.type === "HereDoc") return false;
  const text = textOfWord(target);
  if (operator === ">&" || operator === "<&") return text !== null && /^(?:\d|-)$/.test(text);
  return text === "/dev/null";
}

function joined(lists: readonly (readonly string[] | null)[]): string[] | null {
  const parts: string[] = [];
  for (const list of lists) {
    if (list === null) return null;
    parts.push(...list);
  }
  return parts;
}

function strings(texts: readonly (string | null)[]): string[] | null {
  return joined(texts.map((text) => (text === null ? null : [text])));
}
