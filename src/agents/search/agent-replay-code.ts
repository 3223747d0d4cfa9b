import { deflateRawSync, inflateRawSync } from "node:zlib";
import { z } from "zod";
import type { AgentTrial } from "../agent-trial.ts";

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
export function encodeAgentReplay(replay: AgentReplay): string {
  const packed = deflateRawSync(JSON.stringify(replay), { level: 9 });
  return `${version}.${packed.toString("base64url")}`;
}

/** Reads the code of an agent's failure, as `--replay` takes it; `null` where it is incomplete or none. */
export function decodeAgentReplay(code: string): AgentReplay | null {
  const [prefix, body] = code.split(".");
  if (prefix !== version || body === undefined) return null;
  try {
    const text = inflateRawSync(Buffer.from(body, "base64url")).toString();
    return shape.parse(JSON.parse(text)) as unknown as AgentReplay;
  } catch {
    return null;
  }
}
