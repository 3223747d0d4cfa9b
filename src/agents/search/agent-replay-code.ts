import { z } from "zod";
import type { AgentTrial } from "../agent-trial.ts";
import { packCode, unpackCode } from "../../sim/search/packed-code.ts";

/** What the replay code of an agent holds: which scenario of the file, and the trial. */
export interface AgentReplay {
  readonly scenario: string;
  readonly trial: AgentTrial;
}

const version = "a1";

const shape = z.strictObject({
  scenario: z.string(),
  trial: z.strictObject({
    schedule: z.strictObject({
      deviations: z.array(z.tuple([z.int().nonnegative(), z.int().nonnegative()])),
    }),
    faults: z.array(z.looseObject({ type: z.enum(["reply", "latency"]) })),
    chance: z.int(),
    twice: z.boolean(),
  }),
});

/** One word for a command line. */
export const encodeAgentReplay = (replay: AgentReplay): string => packCode(version, replay);

/** Reads the code of an agent's failure, as `--replay` takes it; `null` where it is incomplete or none. */
export const decodeAgentReplay = (code: string): AgentReplay | null =>
  unpackCode(version, shape, code) as AgentReplay | null;
