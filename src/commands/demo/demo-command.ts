import type { Command } from "commander";
import { askOption } from "../flags.ts";

const examples = `
Examples:
  $ rehearsal demo
  $ rehearsal demo --ask      you decide instead of the scripted person
  $ rehearsal demo scenarios/sixty-turns.scenario.ts
  $ rehearsal demo 'scenarios/budget.scenario.ts#waits'   of several, the one with this in its name

It needs no key and no network: models and person are those of the scenario, all else is what
\`rehearsal run\` does. It works on a repository of its own in the folder for temporary files, which
begins with the scenario's workspace.`;

export function defineDemo(command: Command): void {
  command
    .argument("[scenario]", "a scenario file to play instead of scenarios/demo.scenario.ts")
    .addOption(askOption())
    .addHelpText("after", examples)
    .action(async (file: string | undefined, { ask }: { readonly ask?: true }) => {
      const { runDemo } = await import("./run-demo.ts");
      process.exitCode = await runDemo(file ?? null, ask === true ? "terminal" : "user");
    });
}
