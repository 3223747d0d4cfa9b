import { type TicketId, ticketId } from "../../core/ids.ts";
import type { Intervention } from "../../core/interventions/intervention.ts";
import type { Conducted } from "../../runtime/conductor.ts";
import type { EventPlace } from "../event-place.ts";
import type { Weather } from "../faults.ts";
import type { Problem } from "../problem.ts";
import type { Scenario } from "../scenario.ts";

/** Something that a person says to a run without being asked. */
export interface Saying {
  readonly atEvent: EventPlace;
  /** What is said, given the tickets that there are; `null` while its ticket is not there yet. */
  readonly words: (tickets: readonly TicketId[]) => Intervention | null;
  /** The call in the scenario that wrote it; `null` where it was drawn. */
  readonly written: string | null;
  isSaid: boolean;
}

export function sayingsOf(
  { interventions = [] }: Scenario,
  weather: Pick<Weather, "interventions">,
): readonly Saying[] {
  return [
    ...interventions.map(({ type, ticketId: id, text, atEvent }, index) => ({
      atEvent,
      words: () => wordsOf(type, `said-${index + 1}`, ticketId(id), text),
      written: `${type === "stop" ? "stops" : "tells"}("${id}", ${JSON.stringify(text)}, …)`,
      isSaid: false,
    })),
    ...weather.interventions.map(({ says, atEvent, nthTicket }, index) => ({
      atEvent,
      words(tickets: readonly TicketId[]) {
        const id = tickets[nthTicket % Math.max(1, tickets.length)];
        const text = `Mind the gap number ${index + 1}.`;
        return id === undefined ? null : wordsOf(says, `drawn-${index + 1}`, id, text);
      },
      written: null,
      isSaid: false,
    })),
  ];
}

const wordsOf = (
  type: Intervention["type"],
  id: string,
  ticket: TicketId,
  text: string,
): Intervention =>
  type === "stop"
    ? { type, id, ticketId: ticket, reason: text }
    : { type, id, ticketId: ticket, text };

export function say(saying: Saying, conducted: Conducted): void {
  const words = saying.words([...(conducted.state()?.tickets.keys() ?? [])]);
  if (words === null) return;
  saying.isSaid = true;
  conducted.intervene(words);
}

/** The scenario's sayings whose event never came. */
export function unsaid(sayings: readonly Saying[]): readonly Problem[] {
  return sayings.flatMap(({ written, isSaid }) =>
    written === null || isSaid
      ? []
      : [
          {
            type: "unused-answer",
            message: `The run never came to the event of ${written}.\n  Take it out, or have it said earlier.`,
          },
        ],
  );
}
