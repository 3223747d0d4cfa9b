import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Opens a text in the person's editor and resolves to what it was changed to. The temporary file can be read by
 * this user only. `command` is shell text, as `$EDITOR` is. Rejects where the editor cannot be started or exits
 * with an error.
 */
export async function editInEditor(
  edit: { readonly command: string; readonly text: string; readonly extension: string },
  signal: AbortSignal,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "rehearsal-"));
  try {
    const file = join(folder, `edit.${edit.extension}`);
    await writeFile(file, edit.text, { mode: 0o600 });
    const editor = Bun.spawn(["sh", "-c", `${edit.command} "$1"`, "sh", file], {
      stdio: ["inherit", "inherit", "inherit"],
      signal,
    });
    const exitCode = await editor.exited;
    signal.throwIfAborted();
    if (exitCode !== 0)
      throw new Error(
        `The editor "${edit.command}" ended with ${exitCode}, so nothing was changed. Set $EDITOR to an editor that waits until its file is closed.`,
      );
    return await readFile(file, "utf8");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
