/** `killed at event 7 and resumed`, `killed at events 7, then 9, and resumed each time`. */
export const wordsOfKills = (atEvents: readonly number[]): string =>
  atEvents.length === 1
    ? `killed at event ${atEvents[0]} and resumed`
    : `killed at events ${atEvents.join(", then ")}, and resumed each time`;
