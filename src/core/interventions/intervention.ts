import type { TicketId } from "../ids.ts";

/** What a person says to a run without being asked. `id` is new for each, so that one said once is taken once. */
export type Intervention =
  /** The ticket's worker reads it with its next turn. */
  | {
      readonly type: "instruct";
      readonly id: string;
      readonly ticketId: TicketId;
      readonly text: string;
    }
  /** The ticket is given up, whatever its worker is doing. */
  | {
      readonly type: "stop";
      readonly id: string;
      readonly ticketId: TicketId;
      readonly reason: string;
    };

/** How a worker reads what a person said. */
export const instructionText = (text: string): string =>
  `A person who watches this run says:\n${text}`;
