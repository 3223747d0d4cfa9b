import { resolve } from "node:path";
import { makeDemoRepository } from "./demo-repository.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { hint } from "../hint.ts";
import { print } from "../output.ts";
import { startRun } from "../conduct/start-run.ts";
import { openProject } from "../open-project.ts";
import { scriptedSettings } from "../conduct/run-settings.ts";
import { noteSimulationOnlyFaults } from "../conduct/choose-backend.ts";
import { quoted } from "../../core/words/quoted.ts";
import { loadScenarioFile } from "../scenario-file.ts";
import { type Decider, scriptedBackend } from "../conduct/scripted-backend.ts";
import { paperOn } from "../terminal-paper.ts";
import { ownScenarioFile } from "./own-scenario-file.ts";

/** Runs a scenario (`null`: the shipped demo) on a new repository, with the code of `rehearsal run`. */
export async function runDemo(file: string | null, decider: Decider): Promise<ExitCode> {
  const scenarioFile = file ?? (await ownScenarioFile());
  const { scenario } = await loadScenarioFile(scenarioFile);
  noteSimulationOnlyFaults(scenario);
  const repository = await makeDemoRepository(scenario.workspace);
  const paper = paperOn(process.stdout);
  const faint = (text: string) => paper.ink("dim", text);
  print(
    `${faint("A rehearsal: scripted models, a real git repository in")} ${repository.root}\n\n`,
  );
  const project = await openProject(repository.root);
  const code = await startRun({
    project,
    epic: scenario.epic,
    settings: scriptedSettings(
      scenario,
      project.config,
      {},
      {
        file: resolve(scenarioFile),
        asks: decider === "terminal",
      },
    ),
    backend: scriptedBackend(scenario, decider),
    format: "text",
  });
  if (code !== exitCodes.done) return code;
  const branch = await repository.runBranch();
  print(
    [
      "",
      paper.ink("bold", "The run's branch, one commit a ticket"),
      ...(await repository.history()).map((line) => `  ${line}`),
      "",
      paper.ink("bold", "Where to look next"),
      ...[
        ["what the workers wrote", `git -C ${quoted(repository.root)} diff main...${branch}`],
        ["decisions and tokens", hint("show latest", repository.root)],
        ["what filled the windows", hint("context latest", repository.root)],
        ["what it cost, by whom", hint("show latest --usage", repository.root)],
        ["the script you saw", scenarioFile],
        ["with real models", `${hint('run "EPIC"')} --repo DIR`],
      ].map(([what = "", text]) => `  ${faint(what.padEnd(24))}${text}`),
      "",
    ].join("\n"),
  );
  return code;
}
