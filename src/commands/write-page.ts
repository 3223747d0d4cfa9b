import { errorMessage } from "../core/words/error-message.ts";
import { usageError } from "./usage-error.ts";

/** Writes an HTML page where a person asked for it. Throws a `UsageError` where it can't be. */
export async function writePage(file: string, page: string): Promise<void> {
  try {
    // A folder that is not there is more likely mistyped than wanted, so none is made.
    await Bun.write(file, page, { createPath: false });
  } catch (error) {
    throw usageError(
      `The page cannot be written to ${file}: ${errorMessage(error)}. Name a file in a folder that exists and can be written.`,
    );
  }
}
