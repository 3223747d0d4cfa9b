import type { JsonObject } from "../core/json.ts";

/** A member of what a server sent; `undefined` where the value has no members. */
export function memberNamed(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A text that says something, else `""`: null, a number or an object where a text belongs says nothing. */
export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

export const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The same where servers leave the brackets out around the one that there is, or have an object by number for a list. */
export const itemsOrOne = (value: unknown): readonly unknown[] =>
  isRecord(value) ? (numbered(value) ?? [value]) : itemsOf(value);

/** A value that is encoded once more than it should be, as one of its members is; anything else as it is. */
export function decoded(value: unknown): unknown {
  const inner =
    typeof value === "string" && /^\s*[{[]/.test(value) ? parseReceived(value) : undefined;
  return inner === undefined ? value : inner;
}

/** Items under their numbers, as PHP writes a list that has gaps; each has its number in it. `null`: it is no such thing. */
function numbered(value: Readonly<Record<string, unknown>>): readonly unknown[] | null {
  const entries = Object.entries(value);
  if (entries.length === 0 || !entries.every(([key]) => /^\d{1,4}$/.test(key))) return null;
  return entries.map(([key, one]) => (isRecord(one) ? { index: Number(key), ...one } : one));
}

/** The members that say something and have none of these names; `null`: there are none. */
export function membersBeside(
  names: ReadonlySet<string>,
  value: Readonly<Record<string, unknown>>,
): JsonObject | null {
  const members = Object.entries(value).filter(
    ([name, member]) => !names.has(name) && member !== null && member !== undefined,
  );
  return members.length === 0 ? null : (Object.fromEntries(members) as JsonObject);
}

/** `undefined` where the text is no JSON. */
export function parseReceived(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A count as servers tell it, as a number or in digits; `null`: none was told, or nothing that can be counted. */
export function countOf(value: unknown): number | null {
  const count =
    typeof value === "string" && /^\s*\d[\d,_]*(\.\d+)?\s*$/.test(value)
      ? Number(value.replace(/[,_]/g, ""))
      : value;
  return typeof count === "number" && count >= 0 && count <= Number.MAX_SAFE_INTEGER
    ? Math.trunc(count)
    : null;
}

/** A whole reply, which some gateways put into a member of their own; `undefined`: nothing here is one. */
export const wholeIn = (received: unknown, isWhole: (value: unknown) => boolean): unknown =>
  [received, ...["data", "result", "response"].map((name) => memberNamed(received, name))].find(
    isWhole,
  );
