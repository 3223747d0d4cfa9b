import type { Approver } from "../../ports.ts";
import { popupLine } from "./popup-text.ts";
import { sanitizeLine } from "../sanitize.ts";

/** The approver where nobody can be asked: says which popup waits and how to answer it, and leaves it open. */
export function absentApprover(tell: (line: string) => void, resumeHint: () => string): Approver {
  return {
    async show(popup) {
      const whose = popup.ticketId ?? popup.trackId;
      const subject = whose === null ? popup.kind : `${popup.kind} of ${sanitizeLine(whose)}`;
      tell(
        `A decision waits (${subject}): ${popupLine(popup).replace(/(?<![?!.])$/, ".")} Answer it at a terminal with: ${resumeHint()}\n`,
      );
      return false;
    },
    close() {},
  };
}
