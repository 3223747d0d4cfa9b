#!/usr/bin/env bun
import { CommanderError } from "commander";
import { isConfigError } from "./config/config-error.ts";
import { exitCodes } from "./commands/exit-code.ts";
import { forgetEnvFiles } from "./commands/env-files.ts";
import { pasted } from "./commands/hint.ts";
import { drainOutput, note, watchOutput } from "./commands/output.ts";
import { programFor } from "./commands/program.ts";
import { isUsageError } from "./commands/usage-error.ts";
import { isColourless } from "./terminal/ink.ts";
import { isStoreError } from "./store/store-error.ts";

/** Prints the error that ended a command (commander has printed its own already), and gives the exit code. */
async function exitCodeOfError(error: unknown): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage;
  if (isUsageError(error) || isConfigError(error) || isStoreError(error)) {
    note(pasted(error.message));
    return exitCodes.usage;
  }
  const { isGitFailure } = await import("./workspaces/git.ts");
  if (isGitFailure(error)) {
    note(error.message);
    return exitCodes.failed;
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
  await (await programFor(process.argv.slice(2))).parseAsync();
} catch (error) {
  process.exitCode = await exitCodeOfError(error);
}
await drainOutput();
if (isOutputLost() && !process.exitCode) process.exitCode = exitCodes.failed;
