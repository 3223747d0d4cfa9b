import { quoted } from "../../core/words/quoted.ts";
import type { RequestEntry } from "./request-entry.ts";

/** Which request was refused, why, and where a flag mends it, that flag. */
export function refusalText({ number, method, path, status, outcome }: RequestEntry): string {
  const why = outcome !== null && "message" in outcome ? outcome.message : "";
  // As the API says it of a model that it does not have.
  const model = status === 404 ? /^model: (.+)$/s.exec(why)?.[1] : undefined;
  const hint =
    model === undefined ? "" : `. Have it known where it is meant: --model ${quoted(model)}`;
  return `#${number} ${method} ${path} was refused with ${status}: ${why}${hint}`;
}
