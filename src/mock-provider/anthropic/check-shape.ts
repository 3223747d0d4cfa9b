import type { Json, JsonObject } from "../../core/json.ts";
import { isArray, isObject } from "../json-object.ts";
import { firstComplaint } from "./first-complaint.ts";

/** With a beta there may be members that nobody here knows. */
export type Members = "known" | "any";

/** What is wrong with a value, as the API says it with its path; `null` where it is fine. */
export type Look = (value: Json, path: string, members: Members) => string | null;

type Looks = Readonly<Record<string, Look>>;

export const anything: Look = () => null;

export const text: Look = (value, path) =>
  typeof value === "string" ? null : `${path}: Input should be a valid string`;

export const flag: Look = (value, path) =>
  typeof value === "boolean" ? null : `${path}: Input should be a valid boolean`;

export const integer: Look = (value, path) =>
  Number.isSafeInteger(value) ? null : `${path}: Input should be a valid integer`;

export const object: Look = (value, path) =>
  isObject(value) ? null : `${path}: Input should be an object`;

/** An object whose members are the client's own. */
export const dictionary: Look = (value, path) =>
  isObject(value) ? null : `${path}: Input should be a valid dictionary`;

export const textOrObject: Look = (value, path) =>
  typeof value === "string" ? null : object(value, path, "any");

export const objectOrList: Look = (value, path) =>
  isArray(value) ? listOf(object)(value, path, "any") : object(value, path, "any");

export function listOf(look: Look): Look {
  return (value, path, members) =>
    isArray(value)
      ? firstComplaint(value, (item, index) => look(item, `${path}.${index}`, members))
      : `${path}: Input should be a valid array`;
}

/** Text that is one of these names. */
export function nameAmong(...names: readonly string[]): Look {
  const listed = names
    .map((name) => `'${name}'`)
    .join(", ")
    .replace(/, ('[^']*')$/, " or $1");
  return (value, path) =>
    names.some((name) => name === value) ? null : `${path}: Input should be ${listed}`;
}

/** Text of a length between these, both included. */
export function textOfCharacters(min: number, max: number): Look {
  return (value, path) => {
    if (typeof value !== "string") return `${path}: Input should be a valid string`;
    if (value.length < min)
      return `${path}: String should have at least ${min} character${min === 1 ? "" : "s"}`;
    return value.length <= max ? null : `${path}: String should have at most ${max} characters`;
  };
}

/**
 * An object with these members, looked at in this order. `null` for one that may be left out is taken as that:
 * the SDK's types allow it for some, and the API was seen to take it for others.
 */
export function shape(required: Looks, optional: Looks): Look {
  const needed = Object.entries(required);
  const allowed = Object.entries(optional);
  const known: ReadonlySet<string> = new Set([...needed, ...allowed].map(([name]) => name));
  return (value, path, members) => {
    if (!isObject(value)) return object(value, path, members);
    for (const [name] of needed)
      if (value[name] === undefined) return `${path}.${name}: Field required`;
    for (const [name, look] of needed) {
      const wrong = look(value[name] ?? null, `${path}.${name}`, members);
      if (wrong !== null) return wrong;
    }
    return (
      checkAllowed(value, allowed, `${path}.`, members) ??
      (members === "any" ? null : unknownAmong(known, value, path))
    );
  };
}

/** The same, of an object that may have other members as well. */
export function openShape(required: Looks, optional: Looks): Look {
  const look = shape(required, optional);
  return (value, path) => look(value, path, "any");
}

/** Members that may be left out, of an object whose others are looked at elsewhere; `prefix` ends in a dot. */
export function checkOptional(
  holder: JsonObject,
  optional: Looks,
  prefix: string,
  members: Members,
): string | null {
  return checkAllowed(holder, Object.entries(optional), prefix, members);
}

function checkAllowed(
  holder: JsonObject,
  allowed: readonly (readonly [name: string, look: Look])[],
  prefix: string,
  members: Members,
): string | null {
  for (const [name, look] of allowed) {
    const value = holder[name];
    if (value === undefined || value === null) continue;
    const wrong = look(value, prefix + name, members);
    if (wrong !== null) return wrong;
  }
  return null;
}

function unknownAmong(known: ReadonlySet<string>, value: JsonObject, path: string): string | null {
  for (const name in value)
    if (!known.has(name)) return `${path}.${name.slice(0, 80)}: Extra inputs are not permitted`;
  return null;
}

/** What tells the kinds of a thing apart, in `type`. */
export function checkTag(
  type: Json | undefined,
  path: string,
  tags: readonly string[],
): string | null {
  if (type === undefined) return `${path}.type: Field required`;
  if (typeof type !== "string") return `${path}.type: Input should be a valid string`;
  if (tags.includes(type)) return null;
  const expected = tags.map((tag) => `'${tag}'`).join(", ");
  return `${path}: Input tag '${type.slice(0, 80)}' found using 'type' does not match any of the expected tags: ${expected}`;
}
