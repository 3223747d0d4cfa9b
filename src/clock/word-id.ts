/** A new id for something that a person says: it sorts by time, and no other has it. */
export const newWordId = (nowMs: number): string =>
  `${String(nowMs).padStart(15, "0")}-${crypto.randomUUID()}`;
