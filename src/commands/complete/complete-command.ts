import type { Command } from "commander";
import { isShell, shells } from "./shells.ts";

const examples = `
Examples:
  $ source <(rehearsal complete bash)                 in ~/.bashrc
  $ source <(rehearsal complete zsh)                  in ~/.zshrc, after compinit
  $ rehearsal complete fish > ~/.config/fish/completions/rehearsal.fish

What is printed asks \`rehearsal complete -- WORD…\` at each Tab, so an update needs no new one.`;

export function defineComplete(command: Command, program: Command): void {
  command
    .argument("[shell]", `one of ${shells.join(", ")}`)
    .argument("[word...]", "behind --: the command line so far, as the script asks")
    .addHelpText("after", examples)
    .action(
      async (first: string | undefined, more: readonly string[], _: unknown, own: Command) => {
        if (asksForWords(program)) {
          const { printCompletions } = await import("./print-completions.ts");
          return printCompletions(program, first === undefined ? [] : [first, ...more]);
        }
        if (first === undefined || !isShell(first) || more.length > 0) {
          return own.error(`error: name one shell, such as: rehearsal complete ${shells[0]}`);
        }
        const { printScript } = await import("./print-completions.ts");
        return printScript(first);
      },
    );
}

/** Whether the words stand behind `--`: commander drops it, and the first word of a line could be a shell's name. */
function asksForWords(program: Command & { readonly rawArgs?: readonly string[] }): boolean {
  const words = program.rawArgs ?? [];
  return words[words.indexOf("complete") + 1] === "--";
}
