import type { Command } from "commander";
import { askOption } from "./flags.ts";

const examples = `
Examples:
  $ rehearsal demo
  $ rehearsal demo --ask      you decide instead of the scripted person

It needs no key and no network: models and person are those of scenarios/demo.scenario.ts, all else is
what \`rehearsal run\` does. It works on a repository of its own in the folder for temporary files.`;

export function registerDemo(program: Command): void {
  program
    .command("demo")
    .description("watch a whole run in under a minute, with scripted models")
    .addOption(askOption())
    .addHelpText("after", examples)
    .action(async ({ ask }: { readonly ask?: true }) => {
      const { showDemo } = await import("./show-demo.ts");
      process.exitCode = await showDemo(ask === true ? "terminal" : "user");
    });
}
