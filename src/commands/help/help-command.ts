import type { Command } from "commander";

const examples = `
Examples:
  $ rehearsal help                     all commands, and all pages
  $ rehearsal help scenario            the words of a scenario
  $ rehearsal help scenario person     what it says of the person
  $ rehearsal help serve | less -R     a command's flags, then its page`;

/** In place of commander's own, which knows commands alone. */
export function defineHelp(command: Command, program: Command): void {
  command
    .argument("[topic]", "a command, or a page")
    .argument("[words...]", "only the sections of the page whose heading holds them")
    .addHelpText("after", examples)
    .action(async (topic: string | undefined, words: readonly string[]) => {
      if (topic === undefined) return program.outputHelp();
      const { printTopic } = await import("./print-topic.ts");
      await printTopic(program, topic, words);
    });
}
