import type { Command } from "commander";
import { topics } from "./topics.ts";

const examples = `
Examples:
  $ rehearsal help                     all commands, and all pages
  $ rehearsal help scenario            the words of a scenario
  $ rehearsal help scenario person     what it says of the person
  $ rehearsal help serve | less -R     a command's flags, then its page`;

/** In place of commander's own, which knows commands alone. */
export function registerHelp(program: Command): void {
  program
    .helpCommand(false)
    .command("help")
    .description("explain a command, or print a page of the documentation")
    .argument("[topic]", "a command, or a page")
    .argument("[words...]", "only the sections of the page whose heading holds them")
    .addHelpText("after", examples)
    .action(async (topic: string | undefined, words: readonly string[]) => {
      if (topic === undefined) return program.outputHelp();
      const { printTopic } = await import("./print-topic.ts");
      await printTopic(program, topic, words);
    });
}

/** The pages, for the end of the program's own help. */
export const pagesText = (): string =>
  `Pages, for rehearsal help PAGE:\n${topics.map(({ name, means }) => `  ${name.padEnd(23)} ${means}\n`).join("")}`;
