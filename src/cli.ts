#!/usr/bin/env bun
import { Command, CommanderError } from "commander";
import packageFile from "../package.json" with { type: "json" };
import { isConfigError } from "./config/config-error.ts";
import { registerAnswer } from "./commands/answer/answer-command.ts";
import { registerComplete } from "./commands/complete/complete-command.ts";
import { registerClean } from "./commands/clean/clean-command.ts";
import { registerContext } from "./commands/context/context-command.ts";
import { registerConvert } from "./commands/convert/convert-command.ts";
import { registerDemo } from "./commands/demo/demo-command.ts";
import { registerDoctor } from "./commands/doctor/doctor-command.ts";
import { exitCodes } from "./commands/exit-code.ts";
import { forgetEnvFiles } from "./commands/env-files.ts";
import { pasted } from "./commands/hint.ts";
import { drainOutput, note, watchOutput } from "./commands/output.ts";
import { isUsageError } from "./commands/usage-error.ts";
import { pagesText, registerHelp } from "./commands/help/help-command.ts";
import { registerInit } from "./commands/init/init-command.ts";
import { registerMerge } from "./commands/merge/merge-command.ts";
import { registerPopups } from "./commands/popups/popups-command.ts";
import { registerResume } from "./commands/resume/resume-command.ts";
import { registerRetry } from "./commands/retry/retry-command.ts";
import { registerRules } from "./commands/rules/rules-command.ts";
import { registerRun } from "./commands/run/run-command.ts";
import { registerRuns } from "./commands/runs/runs-command.ts";
import { registerSchema } from "./commands/schema/schema-command.ts";
import { registerServe } from "./commands/serve/serve-command.ts";
import { registerSim } from "./commands/sim/sim-command.ts";
import { registerSweep } from "./commands/sweep/sweep-command.ts";
import { registerShow } from "./commands/show/show-command.ts";
import { registerStop } from "./commands/stop/stop-command.ts";
import { registerTrust } from "./commands/trust/trust-command.ts";
import { registerTell } from "./commands/tell/tell-command.ts";
import { isColourless } from "./terminal/ink.ts";
import { isStoreError } from "./store/store-error.ts";

const examples = `
Examples:
  $ rehearsal demo                                  watch a whole run; needs no key
  $ rehearsal run "Add a --json flag to the CLI"    perform an epic with real models
  $ rehearsal show latest                           what became of it

Each command has --help with examples.

${pagesText()}`;

function rehearsal(): Command {
  const program = new Command("rehearsal")
    .description("A conductor of coding agents, and a deterministic simulation to rehearse it.")
    .version(packageFile.version)
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError("(--help says more)")
    .addHelpText("after", examples);
  registerRun(program);
  registerResume(program);
  registerRetry(program);
  registerRuns(program);
  registerRules(program);
  registerTrust(program);
  registerShow(program);
  registerPopups(program);
  registerAnswer(program);
  registerTell(program);
  registerStop(program);
  registerClean(program);
  registerContext(program);
  registerSim(program);
  registerMerge(program);
  registerSweep(program);
  registerServe(program);
  registerConvert(program);
  registerDoctor(program);
  registerDemo(program);
  registerInit(program);
  registerSchema(program);
  registerComplete(program);
  registerHelp(program);
  return program;
}

/** Prints the error that ended a command (commander has printed its own already), and gives the exit code. */
function exitCodeOfError(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage;
  if (isUsageError(error) || isConfigError(error) || isStoreError(error)) {
    note(pasted(error.message));
    return exitCodes.usage;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  note(`This should not have happened; it is a mistake in rehearsal.\n${text}`);
  return exitCodes.failed;
}

forgetEnvFiles(process.env);
// For what colours text by itself.
if (isColourless(process.env)) process.env["NO_COLOR"] = "1";
const isOutputLost = watchOutput();
try {
  await rehearsal().parseAsync();
} catch (error) {
  process.exitCode = exitCodeOfError(error);
}
await drainOutput();
if (isOutputLost() && !process.exitCode) process.exitCode = exitCodes.failed;
