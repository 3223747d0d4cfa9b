/** Errors of the machine: they say nothing of the call that met them, and pass once somebody mends them. */
const codes = "ENOSPC|EDQUOT|EMFILE|ENFILE|ENOMEM|EIO|EROFS|ESTALE";
const isCode = new RegExp(`^(?:${codes})$`);
/** The SDK's tools have no codes for these errors, but end their messages with these words. */
const endsInWords = new RegExp(
  `: (?:no space left on device|too many open files|i/o error \\((?:${codes})\\))$`,
);

/** Whether an error, by its code or where it has none by its words, is of the machine and not of a call. */
export function isOfTheMachine(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  if (code === null) return endsInWords.test(error.message);
  return code === gitFailedCode || isCode.test(code);
}

/** The code of an error of git's: a tool's own work never asks git, so it says nothing of the call. */
export const gitFailedCode = "git-failed";

/** The error of a ticket's tree that is gone. */
export const treeLostError = (message: string): Error =>
  Object.assign(new Error(message), { code: treeLostCode });

export const isTreeLost = (error: unknown): boolean =>
  error instanceof Error && codeOf(error) === treeLostCode;

const treeLostCode = "tree-lost";

const codeOf = (error: Error): string | null =>
  "code" in error && typeof error.code === "string" ? error.code : null;
