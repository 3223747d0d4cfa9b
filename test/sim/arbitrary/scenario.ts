import type { ModelScript } from "../../../src/mock-provider/model-script.ts";
import fc from "fast-check";
import type { Rule } from "../../../src/core/gates/rule.ts";
import type { CheckResult, Scenario, ScenarioConfig } from "../../../src/sim/scenario.ts";
import { anyAnswers, type Temper } from "./person.ts";
import { anyPlan, type DrawnPlan } from "./plan.ts";
import { anyReply, planReply, workerReplies } from "./reply.ts";
import { anyText } from "./text.ts";

/** A scenario, and the plan that its models propose. */
export interface DrawnScenario {
  readonly plan: DrawnPlan;
  readonly scenario: Scenario;
}

export interface Shape {
  readonly minTickets: number;
  readonly maxTickets: number;
  readonly workers: fc.Arbitrary<number>;
  /** `own`: tickets write disjoint files, and nothing depends on time. */
  readonly meets: "own" | "shared";
  readonly temper: Temper;
}

export const anyScenario = (shape: Shape): fc.Arbitrary<DrawnScenario> =>
  anyPlan({ ...shape, maxTracks: 3 }).chain((plan) =>
    fc
      .record({
        models: anyModels(plan, shape),
        checks: anyChecks(plan),
        user: anyAnswers(plan, shape.temper),
        rules: anyRules(shape),
        config: anyConfig(shape),
      })
      .map((drawn) => ({
        plan,
        scenario: {
          name: "drawn",
          epic: "Do what was drawn",
          workspace: { "README.md": "# Drawn\n" },
          faults: [],
          expect: [],
          ...drawn,
        },
      })),
  );

function anyModels(plan: DrawnPlan, { meets }: Shape): fc.Arbitrary<readonly ModelScript[]> {
  const tracks = { tracks: plan.trackIds.map((id) => ({ id, title: id, description: "" })) };
  const scripts = [
    script({ tier: "tier1" }, fc.array(planReply(tracks), { minLength: 2, maxLength: 2 })),
    ...plan.trackIds.map((trackId) => {
      const tickets = plan.tickets
        .filter((ticket) => ticket.trackId === trackId)
        .map(({ id, dependsOn }) => ({
          id,
          title: id,
          description: "",
          files: ["README.md"],
          dependsOn,
        }));
      const replies = fc.array(planReply({ tickets }), { minLength: 2, maxLength: 2 });
      return script({ tier: "tier2", trackId }, replies);
    }),
    ...plan.tickets.flatMap(({ id: ticketId }) => [
      script({ tier: "tier3", ticketId }, workerReplies(ticketId, meets)),
      script({ tier: "tier3", ticketId, attempt: 2 }, workerReplies(ticketId, meets)),
      script(
        { tier: "tier4", ticketId },
        anyReply(anyText().map((text) => [{ type: "text" as const, text }])).map((reply) => [
          reply,
        ]),
      ),
    ]),
  ];
  return fc.tuple(...scripts);
}

const script = (
  place: Partial<ModelScript> & Pick<ModelScript, "tier">,
  replies: fc.Arbitrary<ModelScript["replies"]>,
): fc.Arbitrary<ModelScript> =>
  replies.map((drawn) => ({ trackId: null, ticketId: null, attempt: 1, ...place, replies: drawn }));

function anyChecks({ tickets }: DrawnPlan): fc.Arbitrary<Scenario["checks"]> {
  const results = fc.array(
    fc.record({ passed: fc.constantFrom(true, true, true, false), output: anyText(12) }),
    {
      minLength: 1,
      maxLength: 2,
    },
  );
  const some = fc.dictionary(fc.constantFrom(...tickets.map(({ id }) => id)), results, {
    maxKeys: 4,
  });
  const all = (drawn: Record<string, CheckResult[]>) =>
    Object.fromEntries(tickets.map(({ id }) => [id, drawn[id] ?? [{ passed: true, output: "" }]]));
  return fc.option(some, { nil: null }).map((drawn) => (drawn === null ? {} : all(drawn)));
}

function anyRules({ temper }: Shape): fc.Arbitrary<readonly Rule[]> {
  const plain = fc.constantFrom<readonly Rule[]>(
    [],
    [{ action: "allow" }],
    [{ action: "allow", kind: "tool" }],
    [{ action: "allow" }, { action: "ask", kind: "spawn" }],
  );
  if (temper === "steady") return plain;
  const more = fc.constantFrom<readonly Rule[]>(
    [{ action: "allow" }, { action: "deny", kind: "tool", tool: "bash" }],
    [{ action: "ask", kind: "merge" }],
    [{ action: "deny", kind: "spawn", ticket: "T-1" }],
    [{ action: "allow", kind: "tool", tool: "bash", command: "echo *" }],
  );
  return fc.oneof(plain, more);
}

function anyConfig({ workers, temper }: Shape): fc.Arbitrary<ScenarioConfig> {
  const steady = {
    workers,
    mode: fc.constantFrom("auto", "auto", "step"),
    attempts: fc.integer({ min: 1, max: 2 }),
  } as const;
  if (temper === "steady") return fc.record(steady);
  const wilful = {
    ...steady,
    tries: fc.constantFrom(1, 3, 5, 5),
    turns: fc.constantFrom(1, 3, 4, 5),
    maxOutputTokens: fc.constant(500),
    budget: fc.oneof(
      { weight: 3, arbitrary: fc.constant({}) },
      { weight: 1, arbitrary: fc.record({ tokens: fc.integer({ min: 500, max: 20_000 }) }) },
    ),
    popupTimeoutMs: fc.constantFrom(1, 4000, 60_000),
  };
  return fc.record(wilful, {
    requiredKeys: ["workers", "mode", "attempts", "tries", "turns", "maxOutputTokens", "budget"],
  });
}
