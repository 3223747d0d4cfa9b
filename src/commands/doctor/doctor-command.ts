import type { Command } from "commander";
import { jsonOption, repositoryOption } from "../flags.ts";

interface DoctorOptions {
  readonly repo: string;
  readonly json?: true;
}

const examples = `
Examples:
  $ rehearsal doctor
  $ rehearsal doctor --repo ../shop --json

Exit codes: 0 a run can start here, 1 something stands in the way.`;

export function defineDoctor(command: Command): void {
  command
    .addOption(repositoryOption())
    .addOption(jsonOption("the findings"))
    .addHelpText("after", examples)
    .action(async ({ repo, json }: DoctorOptions) => {
      const { diagnose } = await import("./diagnose.ts");
      process.exitCode = await diagnose(repo, json === true ? "json" : "text");
    });
}
