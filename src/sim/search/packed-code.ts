import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { z } from "zod";

/** Data as one word for a command line. `version` says what its shape is. */
export function packCode(version: string, data: object): string {
  const packed = deflateRawSync(JSON.stringify(data), { level: 9 });
  return `${version}.${packed.toString("base64url")}`;
}

/** Reads such a word; `null` where it is incomplete, of another version, or none. */
export function unpackCode<Schema extends z.ZodType>(
  version: string,
  schema: Schema,
  code: string,
): z.infer<Schema> | null {
  const [prefix, body] = code.split(".");
  if (prefix !== version || body === undefined) return null;
  try {
    const text = inflateRawSync(Buffer.from(body, "base64url")).toString();
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
