import { crc32 } from "node:zlib";
import type { Event } from "../core/event.ts";
import type { RunId } from "../core/ids.ts";

/** A row of the log: consecutive events, as a JSON array with a line for each. */
export interface Group {
  readonly first_seq: number;
  readonly last_seq: number;
  readonly events: string | Uint8Array;
  /** A checksum for each event, in order; `null` in a row that an older version wrote. */
  readonly checksums: Uint8Array | null;
}

/**
 * Longer groups are compressed (zstd), because each byte goes to the disk twice (journal and file) and the events
 * of a stream are alike. Shorter ones stay text, which any SQLite browser shows.
 */
const compressedFromCharacters = 4096;

export function encodeEvents(
  runId: RunId,
  events: readonly Event[],
): Pick<Group, "events"> & { readonly checksums: Uint8Array } {
  const lines = events.map((event) => JSON.stringify(event));
  const text = `${opening}${lines.join(separator)}${closing}`;
  return {
    events:
      text.length < compressedFromCharacters ? text : Bun.zstdCompressSync(text, { level: 1 }),
    checksums: new Uint8Array(checksumsOf(runId, lines).buffer),
  };
}

// JSON holds no line break but between its tokens, so each event can be found without reading any other.
const opening = "[\n";
const separator = ",\n";
const closing = "\n]";

/** The run's id is part of each, so that a row that came under another run is noticed. */
function checksumsOf(runId: RunId, lines: readonly string[]): Uint32Array {
  const start = crc32(runId);
  return Uint32Array.from(lines, (line) => crc32(line, start));
}

export type DecodedGroup =
  | { readonly ok: true; readonly events: readonly Event[] }
  /** The first and the last event that the damage may be in. */
  | { readonly ok: false; readonly first: number; readonly last: number };

/** The events of a group, in order. */
export function decodeGroup(runId: RunId, group: Group): DecodedGroup {
  const { first_seq: first, last_seq: last } = group;
  const text = textOf(group.events);
  if (text === null) return { ok: false, first, last };
  const damagedAt = group.checksums === null ? null : damagedLine(runId, text, group.checksums);
  if (damagedAt !== null) return { ok: false, first: first + damagedAt, last: first + damagedAt };
  const events = parsed(text);
  return events?.length === last - first + 1 &&
    events.every((event, index) => isEventAt(event, first + index))
    ? { ok: true, events: events as readonly Event[] }
    : { ok: false, first, last };
}

/** The index of the first event that is not as it was written; `null` where all are. */
function damagedLine(runId: RunId, text: string, checksums: Uint8Array): number | null {
  const whole = checksums.length - (checksums.length % Uint32Array.BYTES_PER_ELEMENT);
  const wanted = new Uint32Array(checksums.slice(0, whole).buffer);
  const found = checksumsOf(runId, text.slice(opening.length, -closing.length).split(separator));
  const length = Math.max(wanted.length, found.length);
  for (let index = 0; index < length; index++) if (wanted[index] !== found[index]) return index;
  return null;
}

function textOf(events: string | Uint8Array): string | null {
  if (typeof events === "string") return events;
  try {
    return Bun.zstdDecompressSync(events).toString("utf8");
  } catch {
    return null;
  }
}

function parsed(text: string): readonly unknown[] | null {
  try {
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
