import type { Command } from "commander";
import { jsonOption } from "../flags.ts";

const examples = `
Examples:
  $ rehearsal init               a first scenario, a configuration and a workflow for CI, in this folder
  $ rehearsal init --agent       a scenario for agents of your own, by the framework in package.json
  $ rehearsal init ../shop
  $ rehearsal sim                then: rehearse the scenario

It looks at what the folder holds, so that the configuration checks tickets with the project's own tests.
A file that is there already is left as it is.`;

export function defineInit(command: Command): void {
  command
    .argument("[folder]", "where", ".")
    .option("--agent", "a scenario for an agent of the project's own, instead of one for runs")
    .addOption(jsonOption("which files were written or kept"))
    .addHelpText("after", examples)
    .action(
      async (folder: string, { json, agent }: { readonly json?: true; readonly agent?: true }) => {
        const { initialize } = await import("./initialize.ts");
        const subject = agent === true ? "agent" : "runs";
        await initialize(folder, { subject, format: json === true ? "json" : "text" });
      },
    );
}
