import type { Command } from "commander";
import { jsonOption } from "../flags.ts";

const examples = `
Examples:
  $ rehearsal init               a first scenario, a configuration and a workflow for CI, in this folder
  $ rehearsal init ../shop
  $ rehearsal sim                then: rehearse the scenario

It looks at what the folder holds, so that the configuration checks tickets with the project's own tests.
A file that is there already is left as it is.`;

export function defineInit(command: Command): void {
  command
    .argument("[folder]", "where", ".")
    .addOption(jsonOption("which files were written or kept"))
    .addHelpText("after", examples)
    .action(async (folder: string, { json }: { readonly json?: true }) => {
      const { initialize } = await import("./initialize.ts");
      await initialize(folder, json === true ? "json" : "text");
    });
}
