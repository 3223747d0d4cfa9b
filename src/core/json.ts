import { hash } from "node:crypto";

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/**
 * JSON with keys in sorted order, so that equal values give equal text. `undefined` members are left out.
 * Written by hand, because `JSON.stringify` with a replacer takes several times as long.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) {
    let text = "[";
    for (let index = 0; index < value.length; index++) {
      text += `${index === 0 ? "" : ","}${canonicalJson(value[index])}`;
    }
    return `${text}]`;
  }
  const members = value as Readonly<Record<string, unknown>>;
  let text = "";
  for (const key of Object.keys(members).toSorted()) {
    const member = members[key];
    if (member === undefined) continue;
    text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

export const isJsonObject = (value: unknown): value is JsonObject =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/** The value of a text, or why it is no JSON, in the parser's words. */
export function readJson(
  text: string,
):
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: string } {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    return { ok: false, problem: (error as Error).message };
  }
}

/** SHA-256 of the canonical JSON, in hexadecimal: the identity of a popup's payload. */
export function hashOf(value: unknown): string {
  return sha256(canonicalJson(value));
}

export const sha256 = (text: string): string => hash("sha256", text, "hex");
