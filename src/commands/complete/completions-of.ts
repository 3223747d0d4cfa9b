import type { Argument, Command, Option } from "commander";
import { type Topic, topics } from "../help/topics.ts";

/** A value that may stand where the cursor is, and what it means. */
export interface Completion {
  readonly value: string;
  readonly means: string;
}

/** What only the machine knows: its files, the runs of a repository. */
export interface Places {
  /** Files and folders whose path begins so; a folder's ends in a slash. */
  readonly paths: (beginning: string) => readonly string[];
  readonly runs: () => readonly Completion[];
}

/**
 * What may stand in the place of the last word.
 * @example
 * completionsOf(program, ["sim", "--wi"], places) // [{ value: "--wire", means: "…" }]
 */
export function completionsOf(
  program: Command,
  words: readonly string[],
  places: Places,
): readonly Completion[] {
  const word = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const command = program.commands.find((one) => one.name() === before[0]);
  return fitting(candidates(program, { command, before, word }, places), word);
}

interface Line {
  readonly command: Command | undefined;
  readonly before: readonly string[];
  readonly word: string;
}

function candidates(
  program: Command,
  { command, before, word }: Line,
  places: Places,
): readonly Completion[] {
  if (command === undefined) {
    if (before.length > 0) return [];
    return word.startsWith("-") ? flagsOf(program, before) : program.commands.map(ofCommand);
  }
  // Behind `--` stands the command line of somebody else.
  if (before.includes("--")) return pathsFor(word, places);
  const joined = joinedValue(command, before, word);
  if (joined !== null) {
    const values = valuesOf(joined.option, joined.beginning, places);
    return values.map(({ value, means }) => ({ value: joined.lead + value, means }));
  }
  const waiting = optionOf(command, before.at(-1) ?? "");
  if (waiting !== undefined && takesValue(waiting)) return valuesOf(waiting, word, places);
  if (word.startsWith("-")) return flagsOf(command, before);
  const argument = argumentAt(command, before);
  if (argument === undefined) return [];
  if (argument.name() === "run") return places.runs();
  if (argument.name() === "topic")
    return [...program.commands.map(ofCommand), ...topics.map(ofTopic)];
  return pathsFor(word, places);
}

/** A value behind `=`, whether the shell keeps `--wire=op` as one word (zsh, fish) or as three (bash). */
function joinedValue(command: Command, before: readonly string[], word: string) {
  const [, name, beginning] = /^(--[^=]+)=(.*)$/s.exec(word) ?? [];
  if (name !== undefined) return joinedTo(optionOf(command, name), beginning ?? "", `${name}=`);
  if (word === "=") return joinedTo(optionOf(command, before.at(-1) ?? ""), "", "");
  if (before.at(-1) === "=") return joinedTo(optionOf(command, before.at(-2) ?? ""), word, "");
  return null;
}

const joinedTo = (option: Option | undefined, beginning: string, lead: string) =>
  option === undefined ? null : { option, beginning, lead };

const takesValue = (option: Option): boolean => option.required || option.optional;

const optionOf = (command: Command, flag: string): Option | undefined =>
  command.options.find((option) => option.long === flag || option.short === flag);

function valuesOf(option: Option, word: string, places: Places): readonly Completion[] {
  return option.argChoices?.map((value) => ({ value, means: "" })) ?? pathsFor(word, places);
}

/** The argument that the next word would be: words before it, without flags and their values, are counted. */
function argumentAt(command: Command, before: readonly string[]): Argument | undefined {
  let position = 0;
  for (let at = 1; at < before.length; at++) {
    const word = before[at]!;
    if (!word.startsWith("-")) position++;
    const option = optionOf(command, word);
    if (option !== undefined && takesValue(option)) at++;
  }
  const last = command.registeredArguments.at(-1);
  return command.registeredArguments[position] ?? (last?.variadic === true ? last : undefined);
}

/** The flags, without those that are given already; `--reporter` and its like may be given again. */
function flagsOf(command: Command, before: readonly string[]): readonly Completion[] {
  const options = command.createHelp().visibleOptions(command);
  return options.flatMap((option) => {
    const name = option.long ?? option.short;
    if (name === undefined) return [];
    const given = before.some((word) => word === option.long || word === option.short);
    return given && !takesValue(option) ? [] : [{ value: name, means: option.description }];
  });
}

const ofCommand = (command: Command): Completion => ({
  value: command.name(),
  means: command.description(),
});

const ofTopic = ({ name, means }: Topic): Completion => ({ value: name, means });

const pathsFor = (word: string, places: Places): readonly Completion[] =>
  places.paths(word).map((value) => ({ value, means: "" }));

function fitting(all: readonly Completion[], word: string): readonly Completion[] {
  // Bash gives `=` as a word of its own; what follows it begins anew.
  return word === "=" ? all : all.filter(({ value }) => value.startsWith(word));
}
