import { keepRulesToo } from "../../config/kept-rules.ts";
import type { Event } from "../../core/event.ts";
import type { PopupId } from "../../core/ids.ts";
import type { Rule } from "../../core/gates/rule.ts";
import type { Subscriber } from "../../ports.ts";

/** Reads the rules that answers of `always` add, from events in their order. */
function alwaysReader(): (events: readonly Event[]) => readonly Rule[] {
  const proposed = new Map<PopupId, Rule | null>();
  return (events) =>
    events.flatMap((event) => {
      if (event.type === "popup.opened") proposed.set(event.popup.id, event.popup.proposedRule);
      if (event.type !== "popup.decided" || event.decision.type !== "always") return [];
      return proposed.get(event.popupId) ?? [];
    });
}

/** The rules that answers of `always` have added in a run. */
export const alwaysRules = (log: readonly Event[]): readonly Rule[] => alwaysReader()(log);

/** Keeps what is answered with `always` for the repository's later runs. `before`: the events that a resumed run had. */
export function alwaysKeeper(repositoryRoot: string, before: readonly Event[]): Subscriber {
  const read = alwaysReader();
  read(before);
  return {
    name: "keeper of rules",
    receive(events) {
      const rules = read(events);
      if (rules.length > 0) keepRulesToo(repositoryRoot, rules);
    },
  };
}
