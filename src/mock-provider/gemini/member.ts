import type { Json, JsonObject } from "../../core/json.ts";
import { isObject } from "../json-object.ts";

/** A member by its name; the API takes `system_instruction` for `systemInstruction`, too. */
export function member(of: Json | undefined, name: string): Json | undefined {
  if (!isObject(of)) return undefined;
  return of[name] ?? of[name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`)];
}

/** A list, also where one value stands in place of it. */
export function itemsIn(value: Json | undefined): readonly JsonObject[] {
  const list: readonly Json[] = Array.isArray(value)
    ? (value as readonly Json[])
    : value === undefined
      ? []
      : [value];
  return list.filter(isObject);
}
