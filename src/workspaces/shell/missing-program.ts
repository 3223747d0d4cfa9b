import { access, chmod, constants, rm, writeFile } from "node:fs/promises";
import { isAbsolute, relative } from "node:path";
import type { WordNode } from "just-bash";
import { quoted } from "../../core/words/quoted.ts";
import type { ShellResult } from "./shell.ts";

/** What a shell answers for a program that it does not find, or can't execute. */
const exitCodesOfMissing: ReadonlySet<number | null> = new Set([126, 127]);

/**
 * The program of a check's own line that the machine lacks; `null` where the check ended for another reason. What a
 * path within `root` names, what a script there starts, and what a line looks for in a place of its own, is the
 * project's, and so for its workers to mend. `finds`: whether a name means something to the shell where the check ran.
 */
export async function missingProgram(
  { command, root }: { readonly command: string; readonly root: string },
  { exitCode, stopped, output }: ShellResult,
  finds: (name: string) => Promise<boolean>,
): Promise<string | null> {
  if (stopped || !exitCodesOfMissing.has(exitCode) || saysWhere.test(command)) return null;
  for (const name of await programsOf(command)) {
    // The shell names it in its error message, whatever the message's language.
    const isNamed = output.includes(`${name}: `);
    if (isNamed && !isOfTheProject(root, name) && !(await finds(name))) return name;
  }
  return null;
}

/** A line that sets where programs are found, or makes some of them itself. */
const saysWhere = /\bPATH=|(?:^|[\s;&|(])(?:source|\.|eval|alias|function)\s|\(\)/;

/** The names of all commands in a line, also of those that it does not come to. */
async function programsOf(command: string): Promise<readonly string[]> {
  const { parse } = await import("just-bash");
  const names = new Set<string>();
  const walk = (node: unknown): void => {
    if (node === null || typeof node !== "object") return;
    if ("type" in node && node.type === "SimpleCommand" && "name" in node && node.name !== null) {
      const { parts } = node.name as WordNode;
      const text = parts.map((part) => (part.type === "Literal" ? part.value : "\0")).join("");
      if (!text.includes("\0")) names.add(text);
    }
    Object.values(node).forEach(walk);
  };
  try {
    walk(parse(command));
  } catch {
    // A line that does not parse ends with another exit code.
  }
  return [...names];
}

function isOfTheProject(root: string, name: string): boolean {
  if (!name.includes("/")) return false;
  return !isAbsolute(name) || !relative(root, name).startsWith("..");
}

/** Rejects where a check ended because no file of the project can be started from the disk that holds its tree. */
export async function refuseNoExec(
  command: string,
  { exitCode, stopped }: ShellResult,
  { directory, indexFile }: { readonly directory: string; readonly indexFile: string },
): Promise<void> {
  if (stopped || exitCode !== 126 || !(await isNoExec(`${indexFile}%probe`))) return;
  throw new Error(
    `The check could not be tried, as no file in ${directory} can be started (its disk is mounted with noexec): ${command}\n` +
      `Have it mounted otherwise (mount -o remount,exec "$(findmnt -no TARGET --target ${quoted(directory)})"), then resume the ` +
      "run: no attempt was spent.",
  );
}

/** Whether no file can be started from a disk. `probe` is for a file that is made there and removed. */
export async function isNoExec(probe: string): Promise<boolean> {
  try {
    await writeFile(probe, "");
    await chmod(probe, 0o700);
    return await access(probe, constants.X_OK).then(
      () => false,
      () => true,
    );
  } finally {
    await rm(probe, { force: true });
  }
}

/** The error of a check that could not be tried; a resume tries it again. */
export const untriedCheckError = (command: string, name: string): Error =>
  new Error(
    `The check could not be tried, as there is no program ${name} here: ${command}\n` +
      "Install it where PATH finds it, then resume the run: no attempt was spent.",
  );
