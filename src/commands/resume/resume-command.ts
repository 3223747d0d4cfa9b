import type { Command } from "commander";
import {
  askOption,
  baseUrlOption,
  jsonOption,
  providerOption,
  quietBellOption,
  repositoryOption,
  scenarioOption,
} from "../flags.ts";
import type { BackendFlags } from "../conduct/choose-backend.ts";

interface ResumeOptions extends BackendFlags {
  readonly repo: string;
  readonly json?: true;
}

const examples = `
Examples:
  $ rehearsal resume latest
  $ rehearsal resume 2026-11-22-k3f9w --repo ../shop
  $ rehearsal resume latest --provider mock --scenario scenarios/demo.scenario.ts

The run keeps the settings that it was started with. Exit codes are those of \`rehearsal run\`.`;

export function defineResume(command: Command): void {
  command
    .argument("[run]", "the run's id, how it begins, or latest", "latest")
    .addOption(repositoryOption())
    .addOption(providerOption())
    .addOption(scenarioOption())
    .addOption(askOption())
    .addOption(quietBellOption())
    .addOption(baseUrlOption())
    .addOption(jsonOption("each new event, one a line,"))
    .addHelpText("after", examples)
    .action(async (run: string, options: ResumeOptions) => {
      const { resumeFromFlags } = await import("./resume-from-flags.ts");
      const { repo, json } = options;
      const format = json === true ? "json" : "text";
      process.exitCode = await resumeFromFlags({ run, repo, format, backend: options });
    });
}
