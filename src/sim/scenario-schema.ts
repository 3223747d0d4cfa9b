import { z } from "zod";
import { refusalReasons } from "../core/event.ts";
import { tiers } from "../core/ids.ts";
import { popupKinds } from "../core/gates/popup-kinds.ts";
import { ruleSchemaOf } from "../core/gates/rule.ts";
import {
  type Expectation,
  type Fault,
  type FinishedRun,
  type Scenario,
  type ScenarioConfig,
  type UserStep,
  scriptedToolFaults,
  workspaceTroubles,
  workspaceWorks,
} from "./scenario.ts";
import { eventKinds } from "./coverage/event-kinds.ts";
import { matchesTest } from "../mock-provider/reply-schema.ts";
import { exactly, oneOf, strict } from "../core/words/strict-schema.ts";
import { modelFaultSchema, modelSchema } from "./dsl/served-schema.ts";

const text = z.string();
const count = z.int().min(0);
const ordinal = z.int().min(1);
const id = z.string().min(1).nullable();
const tier = oneOf(tiers);
const jsonObject = z.record(z.string(), z.json());

const decision = z.discriminatedUnion("type", [
  strict({ type: z.literal("approve") }),
  strict({ type: z.literal("edit"), payload: jsonObject }),
  strict({ type: z.literal("always") }),
  strict({ type: z.literal("reject"), reason: text }),
  strict({ type: z.literal("abort") }),
  strict({ type: z.literal("answer"), text }),
  strict({ type: z.literal("happened") }),
  strict({ type: z.literal("redo") }),
  strict({
    type: z.literal("raise"),
    tokens: count.nullable(),
    costUsd: z.number().min(0).nullable(),
  }),
  strict({ type: z.literal("stop") }),
  strict({ type: z.literal("take"), side: oneOf(["branch", "ticket"]) }),
  strict({ type: z.literal("retry") }),
]);

const answer = strict({
  type: z.literal("answer"),
  match: strict({
    kind: oneOf(popupKinds),
    trackId: id,
    ticketId: id,
    tool: text.nullable(),
    attempt: ordinal.nullable(),
  }),
  decision: decision.nullable(),
  afterMs: count,
  twice: z.boolean(),
  typed: z.boolean(),
  late: z.boolean(),
  optional: z.boolean(),
  onReturn: z.boolean(),
  fromElsewhere: z.boolean(),
});

const userStep = exactly<UserStep>()(
  z.discriminatedUnion("type", [
    answer,
    strict({ type: z.literal("sequence"), steps: z.array(answer).min(1) }),
    strict({ type: z.literal("either"), steps: z.array(answer).min(1) }),
  ]),
);

/** An event by its number in the log, or by its type. Of a type that there is not, the error says which was meant. */
const eventPlace = z.union([ordinal, strict({ type: oneOf(eventKinds), nth: ordinal })], {
  error: ({ code, errors }) =>
    code === "invalid_union"
      ? errors.flat().find(({ path }) => path.length > 0)?.message
      : undefined,
});

const fault = exactly<Fault>()(
  z.discriminatedUnion("type", [
    modelFaultSchema,
    strict({
      type: z.literal("tool"),
      ticketId: text,
      tool: text,
      nth: ordinal,
      fault: oneOf(scriptedToolFaults),
    }),
    strict({
      type: z.literal("workspace"),
      ticketId: text,
      work: oneOf(workspaceWorks),
      nth: ordinal,
      fault: oneOf(workspaceTroubles),
    }),
    strict({ type: z.literal("outage"), atEvent: eventPlace }),
    strict({ type: z.literal("slow-subscriber"), delayMs: count }),
    strict({ type: z.literal("disk-full"), atEvent: eventPlace }),
    strict({ type: z.literal("log-removed"), atEvent: eventPlace }),
    strict({ type: z.literal("crash"), atEvent: eventPlace }),
  ]),
);

const byTier = <Schema extends z.ZodType>(schema: Schema) =>
  strict({
    tier1: schema.exactOptional(),
    tier2: schema.exactOptional(),
    tier3: schema.exactOptional(),
    tier4: schema.exactOptional(),
  });

const config = exactly<ScenarioConfig>()(
  strict({
    mode: oneOf(["auto", "step"]).exactOptional(),
    workers: ordinal.exactOptional(),
    attempts: ordinal.exactOptional(),
    turns: ordinal.exactOptional(),
    tries: ordinal.exactOptional(),
    repeats: ordinal.exactOptional(),
    budget: strict({
      tokens: count.nullable().exactOptional(),
      costUsd: z.number().min(0).nullable().exactOptional(),
    }).exactOptional(),
    timeBudget: strict({
      runMs: ordinal.exactOptional(),
      ticketMs: ordinal.exactOptional(),
      tierMs: byTier(ordinal).exactOptional(),
    }).exactOptional(),
    modelNames: byTier(text).exactOptional(),
    baseUrls: byTier(text).exactOptional(),
    contextTokens: ordinal.exactOptional(),
    maxOutputTokens: ordinal.exactOptional(),
    check: text.nullable().exactOptional(),
    popupTimeoutMs: ordinal.exactOptional(),
    stallTimeoutMs: ordinal.exactOptional(),
    toolTimeoutMs: ordinal.exactOptional(),
  }),
);

const textTest = z.discriminatedUnion("type", [
  strict({ type: z.literal("contains"), text }),
  strict({ type: z.literal("equals"), text }),
  matchesTest,
]);

type PlainExpectation = Exclude<Expectation, { readonly type: "either" | "sometimes" }>;

const plainExpectations = z.discriminatedUnion("type", [
  strict({
    type: z.literal("outcome"),
    outcome: oneOf(["done", "failed", "waiting", "interrupted"]),
  }),
  strict({
    type: z.literal("ticket"),
    ticketId: text,
    status: oneOf(["todo", "running", "done", "failed", "blocked"]),
  }),
  strict({ type: z.literal("attempts"), ticketId: text, attempts: count }),
  strict({ type: z.literal("stream"), streamId: text, test: textTest, negated: z.boolean() }),
  strict({
    type: z.literal("file"),
    path: text,
    test: textTest.nullable(),
    negated: z.boolean(),
  }),
  strict({
    type: z.literal("popups"),
    kinds: z.array(oneOf(popupKinds)),
    order: oneOf(["in-order", "any-order"]),
  }),
  strict({
    type: z.literal("usage"),
    tier,
    member: oneOf(["inputTokens", "outputTokens", "cacheReadTokens", "cacheWriteTokens"]),
    atLeast: count.nullable(),
    atMost: count.nullable(),
  }),
  strict({ type: z.literal("refused"), why: oneOf(refusalReasons), count }),
  strict({
    type: z.literal("predicate"),
    description: text,
    test: z.custom<(run: FinishedRun) => boolean | string | void>(
      (value) => typeof value === "function",
      "expected a function: check(run => …)",
    ),
  }),
]);

/** It refers to itself in `either` and `sometimes`, so its type must be given. */
const expectation: z.ZodType<Expectation> = z.discriminatedUnion("type", [
  exactly<PlainExpectation>()(plainExpectations),
  strict({
    type: z.literal("either"),
    get of() {
      return z.array(expectation).min(1);
    },
  }),
  strict({
    type: z.literal("sometimes"),
    mark: z.string().min(1),
    get of() {
      return expectation;
    },
  }),
]);

/** A scenario's data, exactly: what is missing, too much or of another kind is refused. */
export const scenarioSchema: z.ZodType<Scenario> = exactly<Scenario>()(
  strict({
    name: z.string().min(1, "give the scenario a name, by which reports and replay codes know it"),
    epic: z
      .string(
        "say what the run is asked to do. Where no run is rehearsed, write served({ name, replies: […] }) instead of scenario({ … })",
      )
      .min(1),
    workspace: z.record(z.string(), text),
    rules: z.array(ruleSchemaOf(text)),
    models: z.array(modelSchema),
    checks: z.record(
      z.string(),
      z.array(strict({ passed: z.boolean(), output: text, takesMs: count.exactOptional() })).min(1),
    ),
    user: z.array(userStep),
    faults: z.array(fault),
    retries: z.array(strict({ ticketId: id, note: text })).exactOptional(),
    interventions: z
      .array(
        strict({ type: oneOf(["instruct", "stop"]), ticketId: text, text, atEvent: eventPlace }),
      )
      .exactOptional(),
    config,
    expect: z.array(expectation),
  }),
);
