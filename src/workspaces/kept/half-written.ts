import { rm } from "node:fs/promises";
import { rawInput } from "../git.ts";

/** The name of the temporary file that the file tools' library writes and then renames to the file. */
const name = /(?:^|\/)\.tmp-(\d+)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Temporary files among changed paths (raw): nobody's work. Those of a process that was killed are removed; those of this
 * process may still be written.
 */
export async function halfWritten(
  directory: string,
  changed: readonly string[],
): Promise<readonly string[]> {
  const found = changed.filter((path) => name.test(path));
  for (const path of found) {
    if (name.exec(path)?.[1] === String(process.pid)) continue;
    const folder = Buffer.from(directory, "utf8").toString("latin1");
    await rm(rawInput(`${folder}/${path}`) as Buffer, { force: true });
  }
  return found;
}
