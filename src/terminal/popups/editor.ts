import type { Stats } from "node:fs";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorMessage } from "../../core/words/error-message.ts";
import type { TakeBack } from "./lend-terminal.ts";

/** A text that a person is to change. `extension` tells an editor what it is. */
export interface EditorDraft {
  readonly text: string;
  readonly extension: string;
}

/** What came of a text in an editor. `failed` says why nothing was changed; `text` is how it was left all the same. */
export type Edited =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "failed"; readonly message: string; readonly text: string }
  /** Nobody waits for it any more; `keptIn` is the file with what was written; `null`: nothing was. */
  | { readonly type: "closed"; readonly keptIn: string | null };

/** The person's editor. It has the terminal until the person closes it, even where the signal says that nobody waits. */
export interface PersonsEditor {
  edit(draft: EditorDraft, signal: AbortSignal): Promise<Edited>;
  /** Ends an editor that is open; resolves once it has given the terminal back. */
  close(): Promise<void>;
}

export interface EditorTerminal {
  /** Called before the editor has the terminal; takes it back from an editor that failed. */
  readonly lend: () => TakeBack;
  /** Resolves once an editor that was asked to end has had its time for it. */
  readonly patience: (signal: AbortSignal) => Promise<void>;
}

/** `command` is shell text, as `$EDITOR` is. Only this user can read the temporary file. */
export function personsEditor(command: string, { lend, patience }: EditorTerminal): PersonsEditor {
  const over = new AbortController();
  let open: Promise<unknown> = Promise.resolve();

  /** Until the editor has ended, which one that does not listen is made to. */
  const exitOf = async (child: Bun.Subprocess): Promise<number> => {
    const ended = new AbortController();
    const end = () => {
      child.kill("SIGTERM");
      void patience(ended.signal).then(
        () => child.kill("SIGKILL"),
        () => {},
      );
    };
    over.signal.addEventListener("abort", end);
    if (over.signal.aborted) end();
    try {
      return await child.exited;
    } finally {
      over.signal.removeEventListener("abort", end);
      ended.abort();
    }
  };

  const edit = async ({ text, extension }: EditorDraft, signal: AbortSignal): Promise<Edited> => {
    let folder: string | null = null;
    let isKept = false;
    try {
      folder = await mkdtemp(join(tmpdir(), "rehearsal-"));
      const file = join(folder, `edit.${extension}`);
      await writeFile(file, text, { mode: 0o600 });
      const written = await stat(file);
      const takeBack = lend();
      const exitCode = await exitOf(
        Bun.spawn(["sh", "-c", `${inPlaceOfShell(command)} "$1"`, "sh", file], {
          stdio: ["inherit", "inherit", "inherit"],
        }),
      );
      // So a shell tells of a signal, and Bun too.
      if (exitCode !== 0) takeBack(exitCode > 128);
      const edited = await editedText(file, text);
      if (signal.aborted || over.signal.aborted) {
        isKept = edited.type === "text" && edited.text !== text;
        return { type: "closed", keptIn: isKept ? file : null };
      }
      if (exitCode !== 0)
        return failed(
          `The editor "${command}" ${exitCode > 128 ? "was killed" : `ended with ${exitCode}`}, so nothing was changed. Set $EDITOR to an editor that waits until its file is closed.`,
          edited.text,
        );
      return edited.type === "text" && edited.text === text && (await isUntouched(file, written))
        ? failed("The editor wrote nothing: that says neither yes nor no.", text)
        : edited;
    } catch (error) {
      if (over.signal.aborted) return { type: "closed", keptIn: null };
      return failed(`The text could not be given to an editor: ${errorMessage(error)}.`, text);
    } finally {
      if (folder !== null && !isKept) await rm(folder, { recursive: true, force: true });
    }
  };
  return {
    edit(draft, signal) {
      const edited = edit(draft, signal);
      open = edited;
      return edited;
    },
    async close() {
      over.abort();
      await open.catch(() => {});
    },
  };
}

/** So that it is the editor that is ended, and not a shell around it, which would leave the editor at the terminal. */
const inPlaceOfShell = (command: string): string =>
  /^[\w./][\w@%+:,./-]*( +[\w@%+=:,./-]+)*$/.test(command) ? `exec ${command}` : command;

/** Whether nobody has written the file since; some editors put another in its place. */
async function isUntouched(file: string, before: Stats): Promise<boolean> {
  const { ino, mtimeMs } = await stat(file);
  return ino === before.ino && mtimeMs === before.mtimeMs;
}

type Read = Exclude<Edited, { readonly type: "closed" }>;

/** `before` is what stood in the file at first. */
async function editedText(file: string, before: string): Promise<Read> {
  try {
    const bytes = await readFile(file);
    return { type: "text", text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch (error) {
    return failed(
      error instanceof TypeError
        ? "What the editor wrote is not UTF-8, so nothing was changed. Save it in that encoding."
        : "The editor left no file that can be read, so nothing was changed.",
      before,
    );
  }
}

const failed = (message: string, text: string): Read => ({ type: "failed", message, text });
