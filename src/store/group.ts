import type { Event } from "../core/event.ts";

/** A row of the log: consecutive events, as a JSON array. */
export interface Group {
  readonly first_seq: number;
  readonly last_seq: number;
  readonly events: string | Uint8Array;
}

/**
 * Longer groups are compressed (zstd), because each byte goes to the disk twice (journal and file) and the events
 * of a stream are alike. Shorter ones stay text, which any SQLite browser shows.
 */
const compressedFromCharacters = 4096;

export function encodeEvents(events: readonly Event[]): string | Uint8Array {
  const text = JSON.stringify(events);
  return text.length < compressedFromCharacters ? text : Bun.zstdCompressSync(text, { level: 1 });
}

/** The events of a group, in order; `null` where the row is damaged. */
export function decodeGroup(group: Group): readonly Event[] | null {
  const events = parsed(group.events);
  if (events === null || events.length !== group.last_seq - group.first_seq + 1) return null;
  return events.every((event, index) => isEventAt(event, group.first_seq + index))
    ? (events as readonly Event[])
    : null;
}

function parsed(events: string | Uint8Array): readonly unknown[] | null {
  try {
    const text =
      typeof events === "string" ? events : Bun.zstdDecompressSync(events).toString("utf8");
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function isEventAt(value: unknown, seq: number): boolean {
  if (typeof value !== "object" || value === null || !("seq" in value) || !("type" in value))
    return false;
  return value.seq === seq && typeof value.type === "string";
}
