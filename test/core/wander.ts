import { type Cast, settle } from "./cast.ts";
import type { Chance } from "./chance.ts";
import type { Driver } from "./driver.ts";

/** Plays a run to its end, in which what ends next, and who answers when, is a matter of chance. */
export function wander(
  driver: Driver,
  cast: Cast,
  chance: Chance,
  afterEach: () => void = () => {},
): void {
  for (let steps = 0; driver.state().ended === null; steps++) {
    if (steps > 20_000) throw new Error("the run does not end");
    const effects = driver.wanted();
    const popups = [...driver.state().openPopups.values()].filter(({ attended }) => attended);
    const choice = chance(Math.max(1, effects.length + popups.length));
    const effect = effects[choice];
    const popup = popups[choice - effects.length]?.popup;
    if (effect !== undefined) settle(driver, effect, cast);
    else if (popup !== undefined) {
      const decision = cast.decide(popup);
      if (decision !== null) driver.answer(popup.id, decision);
    } else throw new Error("nothing is wanted, nothing is open, and the run has not ended");
    afterEach();
  }
}
