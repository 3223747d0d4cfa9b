import { deflateRawSync, inflateRawSync } from "node:zlib";
import { z } from "zod";
import { strict } from "../../../core/words/strict-schema.ts";
import { replyFaultSchema } from "../../../mock-provider/reply-fault.ts";
import type { ServedFault } from "./served-fault.ts";

const version = "s1";

const at = z.string();
const count = z.int().min(0);

const shape: z.ZodType<readonly ServedFault[]> = z.array(
  z.discriminatedUnion("type", [
    strict({ at, type: z.literal("reply"), fault: replyFaultSchema }),
    strict({ at, type: z.literal("pause"), beforeMs: count, chunkMs: count }),
    strict({ at, type: z.literal("rank"), rank: count }),
  ]),
);

/** One word for a command line: exactly what happened to the requests of a run. */
export function encodeServeReplay(faults: readonly ServedFault[]): string {
  const packed = deflateRawSync(JSON.stringify(faults), { level: 9 });
  return `${version}.${packed.toString("base64url")}`;
}

/** `null` where it is incomplete or none. */
export function decodeServeReplay(code: string): readonly ServedFault[] | null {
  const [prefix, body] = code.split(".");
  if (prefix !== version || body === undefined) return null;
  try {
    return shape.parse(JSON.parse(inflateRawSync(Buffer.from(body, "base64url")).toString()));
  } catch {
    return null;
  }
}
