import type { Failure } from "../../src/core/failure.ts";
import { type Collaborators, settle } from "./collaborators.ts";
import type { Chance } from "./chance.ts";
import type { Driver } from "./driver.ts";

/**
 * Plays a run to its end, in which what ends next, and who answers when, is a matter of chance. Now and then the
 * workspace fails; a run that pauses for that is resumed. A person now and then speaks up
 * unasked, or interrupts the run.
 */
export function wander(
  driver: Driver,
  collaborators: Collaborators,
  chance: Chance,
  afterEach: () => void = () => {},
): void {
  for (let steps = 0; ; steps++) {
    const { ended } = driver.state();
    if (ended !== null) {
      const goesOn = ended.outcome === "waiting" && ended.failure !== null;
      if (!goesOn && ended.outcome !== "interrupted") return;
      driver.feed({ type: "resume" });
      afterEach();
      continue;
    }
    if (steps > 20_000) throw new Error("the run does not end");
    if (chance(12) === 0) {
      if (chance(10) === 0) driver.feed({ type: "interrupt" });
      else speakUp(driver, chance);
      afterEach();
      if (driver.state().ended !== null) continue;
    }
    const effects = driver.wanted();
    const popups = [...driver.state().openPopups.values()].filter(({ attended }) => attended);
    const choice = chance(Math.max(1, effects.length + popups.length));
    const effect = effects[choice];
    const popup = popups[choice - effects.length]?.popup;
    if (effect !== undefined) {
      const trouble = ofWorkspace.has(effect.type) && chance(25) === 0;
      if (trouble)
        driver.feed({ type: "failed", effectId: effect.id, failure: drawTrouble(chance) });
      else settle(driver, effect, collaborators);
    } else if (popup !== undefined) {
      const decision = collaborators.decide(popup);
      if (decision !== null) driver.answer(popup.id, decision);
    } else throw new Error("nothing is wanted, nothing is open, and the run has not ended");
    afterEach();
  }
}

/** A person says something to a worker, whatever its ticket is doing; or, more seldom, gives the ticket up. */
function speakUp(driver: Driver, chance: Chance): void {
  const ids = [...driver.state().tickets.keys()];
  const ticketId = ids[chance(Math.max(1, ids.length))];
  if (ticketId === undefined) return;
  const id = `said-${driver.log.length}`;
  driver.feed({
    type: "intervene",
    intervention:
      chance(8) === 0
        ? { type: "stop", id, ticketId, reason: "" }
        : { type: "instruct", id, ticketId, text: "Mind the gap." },
  });
}

const ofWorkspace = new Set(["survey", "prepare", "tool", "check", "commit", "compare", "merge"]);

const drawTrouble = (chance: Chance): Failure => {
  const codes = ["workspace-failed", "workspace-failed", "tree-lost", "tool-failed"] as const;
  return { code: codes[chance(codes.length)]!, message: "of a moment" };
};
