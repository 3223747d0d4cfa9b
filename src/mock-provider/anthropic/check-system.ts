import type { Json } from "../../core/json.ts";
import { isArray, isObject, objectsOf } from "../json-object.ts";
import { checkControl } from "./check-cache-control.ts";
import { checkText } from "./check-content.ts";
import { firstComplaint, type Members } from "../shape.ts";

/**
 * The `system` of a request: text, or blocks of text. Its paths name no kind, for there is only one. What was
 * seen: answers of the API in github.com/kangminlee-maker/local-OAuth-CLI-API-adapter, docs/conformance-matrix.md.
 */
export function checkSystem(system: Json | undefined, members: Members): string | null {
  if (system === undefined || typeof system === "string") return null;
  if (!isArray(system)) return "system: Input should be a valid array";
  return firstComplaint(system, (block, index) => {
    const path = `system.${index}`;
    if (!isObject(block)) return `${path}: Input does not match the expected shape.`;
    if (block.type === undefined) return `${path}.type: Field required`;
    if (block.type !== "text") return `${path}.type: Input should be 'text'`;
    return checkText(block, path, members) ?? checkControl(block, path);
  });
}

/** Blocks must say something; an empty text alone is no text. */
export function checkSystemWords(system: Json | undefined): string | null {
  return objectsOf(system).some(({ text }) => text === "")
    ? "system: text content blocks must be non-empty"
    : null;
}
