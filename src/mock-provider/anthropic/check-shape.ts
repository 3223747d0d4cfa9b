import type { Json, JsonObject } from "../../core/json.ts";
import { isArray, isObject } from "../json-object.ts";
import {
  type Check,
  type Checks,
  isFlag,
  isInteger,
  isText,
  type Members,
  shapesIn,
} from "../shape.ts";

/** What is wrong with a value, as the API says it with its path; `null` where it is fine. */
export type Look = Check<string>;

type Looks = Checks<string>;

// The API's words. A value that is absent where it may not be is told by the object that holds it.
const shapes = shapesIn<string>({
  missing: (path) => `${path}: Field required`,
  wrongType: (path, expected) => `${path}: Input should be ${expected}`,
  unknown: (path) => `${path}: Extra inputs are not permitted`,
  item: (path, index) => `${path}.${index}`,
});
const { typed } = shapes;
export const { need, may: ifSet, membersOf } = shapes;

export const anything: Look = () => null;
export const text = typed(isText, "a valid string");
export const flag = typed(isFlag, "a valid boolean");
export const integer = typed(isInteger, "a valid integer");
export const number = typed((value) => typeof value === "number", "a valid number");
export const object = typed(isObject, "an object");
/** An object whose members are the client's own. */
export const dictionary = typed(isObject, "a valid dictionary");
export const textOrObject = typed((value) => isText(value) || isObject(value), "an object");

export const listOf = (look: Look): Look => shapes.list(look, "a valid array");

export const objectOrList: Look = (value, path) =>
  isArray(value) ? listOf(object)(value, path) : object(value, path);

/** Of settings for which the API does not take `null` as not set. */
export const unlessAbsent =
  (look: Look): Look =>
  (value, path, members) =>
    value === undefined ? null : look(value, path, members);

/** Text that is one of these names. */
export function nameAmong(...names: readonly string[]): Look {
  const listed = names
    .map((name) => `'${name}'`)
    .join(", ")
    .replace(/, ('[^']*')$/, " or $1");
  return typed((value) => names.some((name) => name === value), listed);
}

/** Text of a length between these, both included. */
export function textOfCharacters(min: number, max: number): Look {
  return (value, path) => {
    if (typeof value !== "string") return text(value, path);
    if (value.length < min)
      return `${path}: String should have at least ${min} character${min === 1 ? "" : "s"}`;
    return value.length <= max ? null : `${path}: String should have at most ${max} characters`;
  };
}

/**
 * An object with these members, looked at in this order. `null` for one that may be left out is taken as that:
 * the SDK's types allow it for some, and the API was seen to take it for others.
 */
export const shape = (required: Looks, optional: Looks): Look =>
  shapes.shape(required, optional, "an object");

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
  const looks = Object.entries(optional).map(([name, look]) => [name, ifSet(look)] as const);
  return membersOf(Object.fromEntries(looks))(holder, prefix, members);
}

/** What tells the kinds of a thing apart, in `type`. */
export function checkTag(
  type: Json | undefined,
  path: string,
  tags: readonly string[],
): string | null {
  if (type === undefined) return `${path}.type: Field required`;
  if (typeof type !== "string") return text(type, `${path}.type`);
  if (tags.includes(type)) return null;
  const expected = tags.map((tag) => `'${tag}'`).join(", ");
  return `${path}: Input tag '${type.slice(0, 80)}' found using 'type' does not match any of the expected tags: ${expected}`;
}
