import type { Json, JsonObject } from "../core/json.ts";
import { isArray, isObject } from "./json-object.ts";

/** Whether an object may have members that nobody here knows: not where it is `known`. */
export type Members = "known" | "any";

/** Finds what is wrong with a value, in an API's words with its path; `null` where it is fine. */
export type Check<Complaint> = (
  value: Json | undefined,
  path: string,
  members?: Members,
) => Complaint | null;

export type Checks<Complaint> = Readonly<Record<string, Check<Complaint>>>;

/** How an API says what does not fit, and how it writes a path. */
export interface ShapeWords<Complaint> {
  missing(path: string): Complaint;
  wrongType(path: string, expected: string, value: Json): Complaint;
  unknown(path: string): Complaint;
  item(path: string, index: number): string;
}

/** The first complaint about an item of a list. */
export function firstComplaint<Item, Complaint>(
  items: readonly Item[],
  complaint: (item: Item, index: number) => Complaint | null,
): Complaint | null {
  for (const [index, item] of items.entries()) {
    const found = complaint(item, index);
    if (found !== null) return found;
  }
  return null;
}

/** What shapes are made of, the same for every API but for its words. */
export function shapesIn<Complaint>(words: ShapeWords<Complaint>) {
  type One = Check<Complaint>;

  /** A value that is told by looking at it alone. */
  const typed =
    (fits: (value: Json) => boolean, expected: string): One =>
    (value = null, path) =>
      fits(value) ? null : words.wrongType(path, expected, value);

  const need =
    (check: One): One =>
    (value, path, members) =>
      value === undefined ? words.missing(path) : check(value, path, members);

  /** Absent and `null` are fine: the APIs take them for "not set". */
  const may =
    (check: One): One =>
    (value, path, members) =>
      value === undefined || value === null ? null : check(value, path, members);

  const list =
    (check: One, expected: string): One =>
    (value = null, path, members) =>
      isArray(value)
        ? firstComplaint(value, (item, index) => check(item, words.item(path, index), members))
        : words.wrongType(path, expected, value);

  /** The members of an object, looked at in this order; `prefix` is empty or ends in a dot. */
  const membersOf = (checks: Checks<Complaint>) => {
    const all = Object.entries(checks);
    return (holder: JsonObject, prefix: string, members?: Members): Complaint | null =>
      firstComplaint(all, ([name, check]) => check(holder[name], prefix + name, members));
  };

  /** An object of these members alone: first whether all that it needs is there. */
  const shape = (
    required: Checks<Complaint>,
    optional: Checks<Complaint>,
    expected: string,
  ): One => {
    const needed = Object.keys(required);
    const inside = membersOf({
      ...required,
      ...Object.fromEntries(Object.entries(optional).map(([name, check]) => [name, may(check)])),
    });
    const known: ReadonlySet<string> = new Set([...needed, ...Object.keys(optional)]);
    const isUnknown = (name: string) => !known.has(name);
    return (value = null, path, members) => {
      if (!isObject(value)) return words.wrongType(path, expected, value);
      const absent = needed.find((name) => value[name] === undefined);
      if (absent !== undefined) return words.missing(`${path}.${absent}`);
      const wrong = inside(value, `${path}.`, members);
      if (wrong !== null || members !== "known") return wrong;
      const unknown = Object.keys(value).find(isUnknown);
      return unknown === undefined ? null : words.unknown(`${path}.${unknown.slice(0, 80)}`);
    };
  };

  return { typed, need, may, list, membersOf, shape };
}

export const isText = (value: Json): value is string => typeof value === "string";
export const isFlag = (value: Json): value is boolean => typeof value === "boolean";
export const isInteger = (value: Json): value is number => Number.isSafeInteger(value);
