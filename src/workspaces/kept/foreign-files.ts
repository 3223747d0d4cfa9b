import { quoted } from "../../core/words/quoted.ts";
import { gitFailure } from "../git.ts";

/** Rejects with an error of ours where something in a worktree is another user's, and with its own for any other reason. */
export const rejectForeign =
  (directory: string) =>
  (error: unknown): never => {
    throw isNotPermitted(error) ? foreignFileError(directory, error) : error;
  };

/** The error of what is not ours to read or remove in a ticket's worktree: root's, as a container leaves it. */
const foreignFileError = (directory: string, cause: unknown): Error =>
  gitFailure(
    `Some of ${directory} can't be read or removed, as it is another user's (a container may leave it so). Make it yours ` +
      `(sudo chown -R "$(id -u)" ${quoted(directory)}), then resume the run.`,
    cause,
  );

/** Whether the system refused something for want of leave. */
export const isNotPermitted = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "EACCES" || error.code === "EPERM");
