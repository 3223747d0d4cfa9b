import { z } from "zod";
import { simulatedWires } from "./world/simulated-wire.ts";
import type { Trial } from "./trial.ts";
import { packCode, unpackCode } from "./search/packed-code.ts";

/** What a replay code holds: which scenario of the file, and the trial. */
export interface Replay {
  readonly scenario: string;
  readonly trial: Trial;
}

const version = "r2";

const replayShape = z.strictObject({
  scenario: z.string(),
  trial: z.strictObject({
    schedule: z.strictObject({
      deviations: z.array(z.tuple([z.int().nonnegative(), z.int().nonnegative()])),
    }),
    swarm: z.array(z.looseObject({ type: z.string() })).nullable(),
    killAtEvents: z.array(z.int().positive()),
    hurtCall: z.string().nullable(),
    twice: z.boolean(),
    wire: z.enum(simulatedWires),
    // Codes from versions before servers could be named have no such member.
    server: z.string().nullable().default(null),
  }),
});

/** One word for a command line. */
export const encodeReplay = (replay: Replay): string => packCode(version, replay);

/** Reads the code of a failure, as `--replay` takes it; `null` where it is incomplete or not a code. */
export const decodeReplay = (code: string): Replay | null =>
  unpackCode(version, replayShape, code) as Replay | null;
