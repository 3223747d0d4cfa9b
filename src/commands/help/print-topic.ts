import type { Command } from "commander";
import { didYouMean } from "../../core/words/nearest-name.ts";
import { isColourless } from "../../terminal/ink.ts";
import { print } from "../output.ts";
import { usageError } from "../usage-error.ts";
import { headingsOf, sectionsAbout } from "./sections.ts";
import { type Topic, topics } from "./topics.ts";

/** Prints a command's flags, a page of the documentation, or the sections of one that are about something. */
export async function printTopic(
  program: Command,
  name: string,
  about: readonly string[],
): Promise<void> {
  const command = program.commands.find((one) => one.name() === name);
  const topic = topics.find((one) => one.name === name);
  if (command === undefined && topic === undefined) throw unknown(program, name);
  if (command !== undefined && about.length === 0) print(command.helpInformation());
  if (topic === undefined) {
    if (about.length > 0)
      throw usageError(
        `${name} is a command without a page. Its flags: \`rehearsal help ${name}\``,
      );
    return;
  }
  if (command !== undefined && about.length === 0) print("\n");
  const page = (await topic.load()).default;
  print(rendered(about.length === 0 ? page : partOf(topic, page, about.join(" "))));
}

const unknown = (program: Command, name: string) =>
  usageError(
    `There is no command and no page named "${name}". ${didYouMean(name, [
      ...program.commands.map((command) => command.name()),
      ...topics.map((topic) => topic.name),
    ])} All of them: rehearsal help`,
  );

function partOf({ name }: Topic, page: string, words: string): string {
  const found = sectionsAbout(page, words);
  if (found.length > 0) return found.map(({ text }) => text).join("\n");
  throw usageError(
    `No section of ${name} is about "${words}". There is: ${headingsOf(page).join("; ")}.`,
  );
}

/** On a terminal as wide as it is; elsewhere as for 100 columns, without colours. */
function rendered(page: string): string {
  const { isTTY, columns } = process.stdout;
  return Bun.markdown.ansi(withoutPaths(page), {
    columns: isTTY === true ? Math.min(columns || 80, 110) : 100,
    colors: isTTY === true && !isColourless(process.env),
  });
}

/** A reader of a terminal can't follow a path; another page is named by the command that prints it. */
const withoutPaths = (page: string): string =>
  page.replace(
    /\[([^\]]+)\]\((?!https?:)(?:([\w-]+)\.md)?[^)]*\)/g,
    (_, text: string, name: string | undefined) => {
      if (name === undefined || !topics.some((topic) => topic.name === name)) return text;
      const command = `\`rehearsal help ${name}\``;
      return text.endsWith(".md") ? command : `${text} (${command})`;
    },
  );
