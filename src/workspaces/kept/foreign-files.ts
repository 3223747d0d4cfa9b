import { gitFailure } from "../git.ts";

/** The error of what is not ours to read or remove in a ticket's worktree: root's, as a container leaves it. */
export const foreignFileError = (directory: string, cause: unknown): Error =>
  gitFailure(
    `Some of ${directory} can't be read or removed, as it is another user's (a container may leave it so). Make it yours ` +
      `(sudo chown -R "$(id -u)" '${directory}'), then resume the run.`,
    cause,
  );

/** Whether the system refused something for want of leave. */
export const isNotPermitted = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "EACCES" || error.code === "EPERM");
