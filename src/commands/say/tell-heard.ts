import { type ExitCode, exitCodes } from "../exit-code.ts";
import { hint } from "../hint.ts";
import { note, print } from "../output.ts";
import type { Heard } from "./say-to-run.ts";
import type { OpenedRun } from "./stored-run.ts";

/** Prints what became of something that was said to a run. `done` is what happened, as a sentence. */
export function tellHeard(
  heard: Heard,
  { runId, root }: Pick<OpenedRun, "runId" | "root">,
  done: string,
): ExitCode {
  switch (heard.type) {
    case "taken":
      print(
        heard.isLive
          ? `${done}\n`
          : `${done}\nNo process conducts the run now. It goes on with it once you resume it: ${hint(`resume ${runId}`, root)}\n`,
      );
      return exitCodes.done;
    case "refused":
      note(
        `Refused: ${heard.message.replace(/\.$/, "")}. What is open: ${hint(`popups ${runId}`, root)}`,
      );
      return exitCodes.failed;
    case "left":
      print(
        `It was left for the run, whose process has not looked at it yet; it takes it in when it goes on.\n`,
      );
      return exitCodes.done;
    case "over":
      note(`Run ${runId} has ended. What became of it: ${hint(`show ${runId}`, root)}`);
      return exitCodes.failed;
  }
}
