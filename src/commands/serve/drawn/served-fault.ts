import { faultWords, type ReplyFault } from "../../../mock-provider/reply-fault.ts";

/** What was drawn for one try of a reply, by its name (`nameOfTry`): data, so that a failure is shrunk and replayed. */
export type ServedFault = { readonly at: string } & (
  | { readonly type: "reply"; readonly fault: ReplyFault }
  /** So much later before its answer begins, and before each piece of it. */
  | { readonly type: "pause"; readonly beforeMs: number; readonly chunkMs: number }
  /** It is answered after requests of a lower rank that came at the same time; without one the rank is 0. */
  | { readonly type: "rank"; readonly rank: number }
);

/** Which try of which reply, of which test. */
export interface TryPlace {
  readonly test: string | null;
  readonly reply: string;
  readonly round: number;
  readonly try: number;
}

/** `reply 2, try 1`; of a reply for several requests, `reply 2, time 3, try 1`. */
export const nameOfServedTry = ({ test, reply, round, try: nth }: TryPlace): string =>
  `${test === null ? "" : `${test}: `}${reply}${round === 1 ? "" : `, time ${round}`}, try ${nth}`;

export function wordsOfDrawn(drawn: ServedFault): string {
  switch (drawn.type) {
    case "reply":
      return `${faultWords(drawn.fault)} at ${drawn.at}`;
    case "pause":
      return `${drawn.beforeMs} ms before, and ${drawn.chunkMs} ms before each piece of, ${drawn.at}`;
    case "rank":
      return `${drawn.at} is answered after the others that came with it`;
  }
}
