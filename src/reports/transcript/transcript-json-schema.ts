import { z } from "zod";
import type { Passage, PassageBlock } from "./passage.ts";

const text = z.string();

const block: z.ZodType<PassageBlock> = z.discriminatedUnion("type", [
  z.strictObject({ type: z.enum(["words", "thoughts", "diff"]), text }),
  z.strictObject({ type: z.literal("output"), title: text, text }),
  z.strictObject({ type: z.literal("items"), items: z.array(text) }),
]);

const passage: z.ZodType<Pick<Passage, "seq" | "atMs" | "who" | "what" | "tone" | "blocks">> =
  z.strictObject({
    seq: z.int().positive(),
    atMs: z.number().nonnegative(),
    sessionId: text.nullable(),
    ticketId: text.nullable(),
    who: text.nullable(),
    what: text,
    tone: z.enum(["plain", "good", "bad", "asked", "wait"]),
    blocks: z.array(block),
  });

/** What `rehearsal show RUN --transcript --json` prints. */
export const transcriptJsonSchema = z.strictObject({
  runId: text,
  epic: text,
  outcome: z.enum(["done", "failed", "waiting", "interrupted", "running"]),
  passages: z.array(passage),
});
