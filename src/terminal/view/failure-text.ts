import type { Failure } from "../../core/failure.ts";
import { sanitizeLine } from "../sanitize.ts";

/** A failure that was shown in full before, with its session: a long one is shortened to its code. */
export function failureAgainText(failure: Failure): string {
  return failure.code === "context-exceeded" ? failure.code : failureText(failure);
}

/** A failure in one line, with the message of the provider. */
export function failureText(failure: Failure): string {
  const message = sanitizeLine(failure.message);
  // Some providers repeat the code as the message.
  return message.toLowerCase() === failure.code || message === ""
    ? failure.code
    : `${failure.code}: ${message}`;
}
