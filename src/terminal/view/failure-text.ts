import type { Failure } from "../../core/failure.ts";
import { sanitizeLine } from "../sanitize.ts";

/** A failure that its session has told in full: of a long one, the code is enough. */
export function failureAgainText(failure: Failure): string {
  return failure.code === "context-exceeded" ? failure.code : failureText(failure);
}

/** A failure in one line; what a provider said is part of it. */
export function failureText(failure: Failure): string {
  const message = sanitizeLine(failure.message);
  // Providers like to say their code once more.
  return message.toLowerCase() === failure.code || message === ""
    ? failure.code
    : `${failure.code}: ${message}`;
}
