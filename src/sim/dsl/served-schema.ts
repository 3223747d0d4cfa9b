import { z } from "zod";
import { tiers } from "../../core/ids.ts";
import { exactly, oneOf, strict } from "../../core/words/strict-schema.ts";
import { replyFaultSchema } from "../../mock-provider/reply-fault.ts";
import { replySchema } from "../../mock-provider/reply-schema.ts";
import type { ServedScript } from "../scenario.ts";

const text = z.string();
const ordinal = z.int().min(1);
const id = z.string().min(1).nullable();
const tier = oneOf(tiers);

export const modelSchema = strict({
  tier,
  trackId: id,
  ticketId: id,
  attempt: ordinal,
  replies: z.array(replySchema),
});

export const modelFaultSchema = strict({
  type: z.literal("model"),
  call: strict({
    tier,
    trackId: id,
    ticketId: id,
    attempt: ordinal,
    turn: ordinal,
    try: ordinal,
  }),
  fault: replyFaultSchema,
  final: z.literal(true).exactOptional(),
});

/** A script that is only served, exactly: what is missing, too much or of another kind is refused. */
export const servedSchema: z.ZodType<ServedScript> = exactly<ServedScript>()(
  strict({
    type: z.literal("served"),
    name: z.string().min(1),
    models: z.array(modelSchema),
    faults: z.array(modelFaultSchema),
    allows: z.array(strict({ method: text.nullable(), path: z.string().min(1) })).exactOptional(),
    whenSeveralFit: oneOf(["refuse", "first"]).exactOptional(),
  }),
);
