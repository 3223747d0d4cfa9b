import { type InputAtRest, takeAtRest } from "../../runtime/take-at-rest.ts";
import { watchFor } from "../event-place.ts";
import { isWithoutRoom } from "../go-on.ts";
import { readDisk } from "./simulated-store.ts";
import type { World } from "./world.ts";

/**
 * What a person does while no process conducts the run, as by `rehearsal answer` and `rehearsal tell`: it is written to the
 * log, and the process that goes on finds it there.
 */
export function actAtRest(world: World): void {
  const { disk, person, scheduler } = world;
  const last = world.lives.at(-1)!;
  const outcome = last.finished?.outcome ?? "crashed";
  const isHeard = outcome !== "done" && outcome !== "failed" && !isWithoutRoom(last);
  if (disk.written.length === 0 || !isHeard) return;
  const take = (input: InputAtRest): void => {
    world.atRest.push(input);
    disk.written.push(...takeAtRest(readDisk(disk), input, scheduler.nowMs()));
  };
  for (const answer of person.answersFromElsewhere(last.number)) take({ type: "answer", answer });
  if (outcome === "crashed") return;
  for (const saying of world.sayings) {
    // Words that were drawn for an event to which the process did not come, and those that are for the rest itself.
    const isMeant =
      saying.written === null || (saying.isAtRest && watchFor(saying.atEvent)(disk.written));
    const intervention = saying.isSaid || !isMeant ? null : saying.words(disk.written);
    if (intervention === null) continue;
    saying.isSaid = true;
    take({ type: "intervene", intervention });
  }
}
