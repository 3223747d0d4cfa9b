import { z } from "zod";
import { modelFaultSchema, modelSchema } from "../sim/dsl/served-schema.ts";
import { strict } from "../core/words/strict-schema.ts";
import type { AgentCheck, AgentScenario } from "./agent-scenario.ts";

const code = <Kind>(what: string) =>
  z.custom<Kind>((value) => typeof value === "function", `expected a function: ${what}`);

const decision = strict({
  asked: z.union([z.string().min(1), z.instanceof(RegExp)], {
    error: "expected words that the question holds, or a pattern: asked: /delete/",
  }),
  answer: z.json(),
  afterMs: z.int().min(0),
});

/** What an agent's file must export, checked as it is loaded. */
export const agentSchema: z.ZodType<AgentScenario> = strict({
  type: z.literal("agent"),
  name: z.string().min(1),
  models: z.array(modelSchema),
  faults: z.array(modelFaultSchema),
  person: z.array(decision),
  run: code<AgentScenario["run"]>("run: async ({ fetch }) => …"),
  expect: code<AgentScenario["expect"]>("expect: (value) => true, or what is wrong"),
  leaves: z.array(
    z.union([z.string().min(1), z.instanceof(RegExp)], {
      error:
        'expected words of what may be left over, or a pattern: leaves: ["setInterval 60000 ms"]',
    }),
  ),
  checks: z.record(z.string(), code<AgentCheck>("check: (record) => true, or what is wrong")),
});
