import type { Event } from "../../../core/event.ts";
import { canonicalJson } from "../../../core/json.ts";
import type { Findings } from "../verdict.ts";

/** How often the same call may bring the same result before a person is asked, unless the settings say otherwise. */
const timesByDefault = 3;

const notMade = "not made ";

interface History {
  /** Calls with their results, in order. A call that was not made is entered with its id, so that it equals no other one. */
  readonly steps: string[];
  readonly inputs: Map<string, string>;
}

/**
 * A call that has brought the same result so many times, with nothing new in between, is not made again unless a person was
 * asked. Counted backwards from the end of the session's history, independently of the core's own counts.
 */
export function checkRepetitions(log: readonly Event[], { exercise, breach }: Findings): void {
  const histories = new Map<string, History>();
  const asked = new Set<string>();
  let limit = timesByDefault;
  let always = false;
  for (const event of log) {
    switch (event.type) {
      case "run.started":
        limit = event.settings.repeats ?? timesByDefault;
        break;
      case "popup.opened":
        asked.add(event.popup.id);
        break;
      case "popup.decided":
        if (event.decision.type === "always") always = true;
        break;
      case "tool.started": {
        const history = histories.get(event.sessionId) ?? { steps: [], inputs: new Map() };
        histories.set(event.sessionId, history);
        const call = canonicalJson({ tool: event.tool, input: event.input });
        history.inputs.set(event.callId, call);
        if (timesInVain(history.steps, call) < limit) break;
        exercise();
        if (!asked.has(event.gate) && !always)
          breach(
            `event ${event.seq}: ${event.callId} of ${event.sessionId} was made again although it brought the same ${limit} times`,
          );
        break;
      }
      case "tool.ended": {
        const history = histories.get(event.sessionId);
        const call = history?.inputs.get(event.callId);
        if (history !== undefined && call === undefined) history.steps.push(notMade + event.callId);
        if (history === undefined || call === undefined) break;
        const text = event.text.split("\n\nRehearsal: ")[0];
        history.steps.push(`${call} ${canonicalJson({ text, isError: event.isError })}`);
        const times = timesInVain(history.steps, call);
        // What a call that was not made was answered may have been answered before, too.
        const timesMost = timesInVain(
          history.steps.filter((step) => !step.startsWith(notMade)),
          call,
        );
        const isTold = event.text.includes("\n\nRehearsal: ");
        if (event.effectId !== null && (isTold ? timesMost < limit : times >= limit))
          breach(
            `event ${event.seq}: ${event.callId} brought the same ${isTold ? timesMost : times} times, and its model is ${isTold ? "" : "not "}told; ${limit} are allowed`,
          );
        break;
      }
      default:
    }
  }
}

/** How often the call brought its last result since the last step that was new. */
function timesInVain(steps: readonly string[], call: string): number {
  const isNew = (index: number) => steps.indexOf(steps[index] ?? "") === index;
  const last = steps.findLast((step) => step.startsWith(`${call} `));
  let times = 0;
  for (let index = steps.length - 1; index >= 0; index--) {
    const step = steps[index] ?? "";
    if (step === last) times++;
    else if (step.startsWith(`${call} `)) break;
    if (isNew(index)) break;
  }
  return times;
}
