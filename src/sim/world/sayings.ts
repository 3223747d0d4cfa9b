import type { Event } from "../../core/event.ts";
import { type TicketId, ticketId } from "../../core/ids.ts";
import type { Intervention } from "../../core/interventions/intervention.ts";
import type { Conducted } from "../../runtime/conductor.ts";
import { type EventPlace, ticketAt } from "../event-place.ts";
import type { Weather } from "../faults.ts";
import type { Problem } from "../problem.ts";
import type { Scenario } from "../scenario.ts";

/** Something that a person says to a run without being asked. */
export interface Saying {
  readonly atEvent: EventPlace;
  /** What is said, given the log so far; `null` while its ticket is not there yet. */
  readonly words: (log: readonly Event[]) => Intervention | null;
  /** It is said once the run has ended there, while no process conducts it. */
  readonly isAtRest: boolean;
  /** The call in the scenario that wrote it; `null` where it was drawn. */
  readonly written: string | null;
  /** Whether its event has come. What a person says then may still come too late for the run. */
  isDue: boolean;
  isSaid: boolean;
}

export function sayingsOf(
  { interventions = [] }: Scenario,
  weather: Pick<Weather, "interventions">,
): readonly Saying[] {
  return [
    ...interventions.map(({ type, ticketId: id, text, atEvent }, index) => ({
      atEvent,
      isAtRest: typeof atEvent !== "number" && atEvent.type === "run.ended",
      words: () => wordsOf(type, `said-${index + 1}`, ticketId(id), text),
      written: `${type === "stop" ? "stops" : "tells"}("${id}", ${JSON.stringify(text)}, …)`,
      isDue: false,
      isSaid: false,
    })),
    ...weather.interventions.map(({ says, atEvent, nthTicket }, index) => ({
      atEvent,
      isAtRest: false,
      words(log: readonly Event[]) {
        const id = nthTicket === null ? ticketAt(log, atEvent) : nthOf(ticketsIn(log), nthTicket);
        const text = `Mind the gap number ${index + 1}.`;
        return id === null ? null : wordsOf(says, `drawn-${index + 1}`, id, text);
      },
      written: null,
      isDue: false,
      isSaid: false,
    })),
  ];
}

const ticketsIn = (log: readonly Event[]): readonly TicketId[] =>
  log.flatMap((event) =>
    event.type === "tickets.accepted" ? event.tickets.map(({ id }) => id) : [],
  );

const nthOf = (tickets: readonly TicketId[], nth: number): TicketId | null =>
  tickets[nth % Math.max(1, tickets.length)] ?? null;

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
  const words = saying.words(conducted.log);
  if (words === null) return;
  saying.isSaid = true;
  conducted.intervene(words);
}

/** The scenario's sayings whose event never came. */
export function unsaid(sayings: readonly Saying[]): readonly Problem[] {
  return sayings.flatMap(({ written, isDue, isSaid }) =>
    written === null || isDue || isSaid
      ? []
      : [
          {
            type: "unused-answer",
            message: `The run never came to the event of ${written}.\n  Take it out, or have it said earlier.`,
          },
        ],
  );
}
