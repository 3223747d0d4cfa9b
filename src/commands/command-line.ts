import { CommanderError } from "commander";
import { isConfigError } from "../config/config-error.ts";
import { isStoreError } from "../store/store-error.ts";
import { isColourless } from "../terminal/ink.ts";
import { keepStdout } from "../terminal/own-stdout.ts";
import { forgetEnvFiles } from "./env-files.ts";
import { exitCodes } from "./exit-code.ts";
import { pasted } from "./hint.ts";
import { endOutput, note, watchOutput } from "./output.ts";
import { programFor } from "./program.ts";
import { isUsageError } from "./usage-error.ts";

/** Runs the command that a line names, and leaves its exit code to the process. */
export async function runCommandLine(words: readonly string[]): Promise<void> {
  forgetEnvFiles(process.env);
  // For what colours text by itself.
  if (isColourless(process.env)) process.env["NO_COLOR"] = "1";
  // A program reads stdout: what a configuration or a scenario prints goes elsewhere.
  if (words.includes("--json")) keepStdout();
  const output = watchOutput();
  try {
    await (await programFor(words)).parseAsync();
  } catch (error) {
    process.exitCode = await exitCodeOfError(error);
  }
  await endOutput(output);
  if (output.isLost() && !process.exitCode) process.exitCode = exitCodes.failed;
  // What the code of a configuration or a scenario left behind (a timer, a socket) would keep the process for ever.
  process.exit();
}

/** Prints the error that ended a command (commander has printed its own already), and gives the exit code. */
async function exitCodeOfError(error: unknown): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage;
  if (isUsageError(error) || isConfigError(error) || isStoreError(error)) {
    note(pasted(error.message));
    return exitCodes.usage;
  }
  const { isGitFailure } = await import("../workspaces/git.ts");
  if (isGitFailure(error)) {
    note(error.message);
    return exitCodes.failed;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  note(`This should not have happened; it is a mistake in rehearsal.\n${text}`);
  return exitCodes.failed;
}
