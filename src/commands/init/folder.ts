import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { usageError } from "../usage-error.ts";
import { errorMessage } from "../../core/words/error-message.ts";

/** A folder that files are written into. */
export interface Folder {
  /** Absolute and without links, also where the folder is still to be made. */
  readonly path: string;
  has(file: string): boolean;
  read(file: string): string;
  /** Writes a file that is not there yet; `false` where it is. Throws a `UsageError` where it can't be written. */
  add(file: string, text: string): boolean;
}

function realPathOf(path: string): string {
  return existsSync(path) ? realpathSync(path) : join(realPathOf(dirname(path)), basename(path));
}

export function folderAt(given: string): Folder {
  const path = realPathOf(resolve(given));
  return {
    path,
    has: (file) => existsSync(join(path, file)),
    read: (file) => readFileSync(join(path, file), "utf8"),
    add(file, text) {
      const whole = join(path, file);
      try {
        mkdirSync(dirname(whole), { recursive: true });
        writeFileSync(whole, text, { flag: "wx" });
        return true;
      } catch (error) {
        if (
          error instanceof Error &&
          "code" in error &&
          error.code === "EEXIST" &&
          existsSync(whole)
        )
          return false;
        const why = errorMessage(error);
        throw usageError(
          `${whole} cannot be written: ${why}. Name a folder that can: \`rehearsal init FOLDER\``,
        );
      }
    },
  };
}
