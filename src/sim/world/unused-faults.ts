import type { EventPlace } from "../event-place.ts";
import type { Problem } from "../problem.ts";
import { toolFaultWords, workspaceTroubleWords } from "../dsl/coherence.ts";
import type { Execution, LifeRecord } from "../record.ts";
import type { Scenario } from "../scenario.ts";
import type { Disk } from "./simulated-store.ts";
import type { WorkCount } from "./work-count.ts";
import { timesText } from "../../core/words/count-text.ts";

/** The scenario's faults of tools and of the machine that the run never met. Those of models are reported with their replies. */
export function unusedFaults(
  { faults }: Scenario,
  met: {
    /** Counts tool calls by `ticket tool`, and the workspace's work by `ticket workspace work`. */
    readonly work: Pick<WorkCount, "times">;
    readonly lives: readonly LifeRecord[];
    readonly crashesLeft: readonly EventPlace[];
    /** Whether an outage began. */
    readonly wasOut: boolean;
    readonly disk: Pick<Disk, "removedAtEvent">;
    readonly executions: readonly Execution[];
  },
): readonly Problem[] {
  const eventsMax = Math.max(0, ...met.lives.map(({ log }) => log.length));
  return faults.flatMap((fault): readonly Problem[] => {
    switch (fault.type) {
      case "tool": {
        const { ticketId, tool, nth } = fault;
        const calls = met.work.times(`${ticketId} ${tool}`);
        const name = `${toolFaultWords[fault.fault]}("${ticketId}", "${tool}", ${nth})`;
        if (calls < nth) return [unused(`${name}: ${tool} was called ${timesText(calls)}`)];
        if (fault.fault !== "outlives" || met.executions.some(({ type }) => type === "opening"))
          return [];
        return [unused(`${name}: no process died during that call`)];
      }
      case "workspace": {
        const { ticketId, work, nth } = fault;
        const done = met.work.times(`${ticketId} workspace ${work}`);
        const name = workspaceTroubleWords[fault.fault];
        return done >= nth
          ? []
          : [unused(`${name}("${ticketId}", "${work}", ${nth}): that was done ${timesText(done)}`)];
      }
      case "outage":
        return met.wasOut ? [] : [unused(`outage(…): the log has ${eventsMax} events`)];
      case "crash":
        return met.crashesLeft.includes(fault.atEvent)
          ? [unused(`${placeWords("crash", fault.atEvent)}: the log has ${eventsMax} events`)]
          : [];
      case "disk-full":
        return met.lives.some(({ finished }) => finished?.failure?.code === "store-failed")
          ? []
          : [unused(`${placeWords("diskFull", fault.atEvent)}: the log has ${eventsMax} events`)];
      case "log-removed":
        return met.disk.removedAtEvent === null
          ? []
          : [unused(`${placeWords("logRemoved", fault.atEvent)}: the log has ${eventsMax} events`)];
      case "model":
      case "slow-subscriber":
        return [];
    }
  });
}

const placeWords = (word: "crash" | "diskFull" | "logRemoved", place: EventPlace): string =>
  typeof place === "number"
    ? `${word}({ atEvent: ${place} })`
    : `${word}({ at: "${place.type}", nth: ${place.nth} })`;

const unused = (what: string): Problem => ({
  type: "unused-fault",
  message: `The run never met the fault ${what}.\n  Take it out, or have it strike earlier.`,
});
