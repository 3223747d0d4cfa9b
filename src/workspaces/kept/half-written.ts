import { rm } from "node:fs/promises";
import { rawInput } from "../git.ts";

/** How the file tools' library names what it writes beside a file, before it takes the file's place. */
const name = /(?:^|\/)\.tmp-(\d+)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Of changed paths (raw) those of writes that never came to their end: no work of anybody's. What a process left that
 * was killed is removed; our own may be under way still.
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
