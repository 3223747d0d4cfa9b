import { expect, test } from "bun:test";
import {
  allow,
  always,
  answer,
  approve,
  call,
  calls,
  check,
  cut,
  edit,
  file,
  httpError,
  ignores,
  outcome,
  popups,
  raise,
  rateLimited,
  refused,
  rehearse,
  reject,
  reply,
  says,
  scenario,
  served,
  stream,
  take,
  ticket,
  tickets,
  tier1,
  tier3,
  toolFails,
  usage,
  uses,
} from "rehearsal/sim";

/**
 * Each line is a scenario that cannot be. The type check of the project fails where one of them compiles;
 * nothing here is run.
 */
export const impossible: readonly (() => unknown)[] = [
  // @ts-expect-error a question is answered, never approved
  () => approve.question("T-1"),
  // @ts-expect-error no rule answers a question
  () => always.question("T-1"),
  // @ts-expect-error a budget is raised, given once more, or stops the run
  () => reject.budget("no"),
  // @ts-expect-error a conflict has no rule
  () => always.merge("T-1"),
  // @ts-expect-error a step has nothing to edit
  () => edit.step("T-1", {}),
  // @ts-expect-error tracks are no ticket's, so they have no attempt
  () => approve.tracks().attempt(2),
  // @ts-expect-error who never answers does not answer twice
  () => ignores.spawn("T-1").twice(),
  // @ts-expect-error a rejection has a reason
  () => reject.spawn("T-1"),
  // @ts-expect-error there are two sides
  () => take.merge("T-1", "both"),
  // @ts-expect-error a raise names a limit
  () => raise.budget({}),
  // @ts-expect-error an answer is a text
  () => answer.question("T-1"),
  // @ts-expect-error there is no such tool
  () => calls("launch", {}),
  // @ts-expect-error a write has content
  () => calls("write", { file_path: "a" }),
  // @ts-expect-error a command goes to bash only
  () => calls("read", { command: "ls" }),
  // @ts-expect-error an edited call keeps to its tool's input
  () => edit.tool("T-1", "bash", { pattern: "x" }),
  // @ts-expect-error there is no such tool to fail
  () => toolFails("T-1", "launch"),
  // @ts-expect-error only bash has a command
  () => allow.tool("write", { command: "rm *" }),
  // @ts-expect-error bash has no path
  () => allow.tool("bash", { path: "src/**" }),
  // @ts-expect-error a duration has a unit
  () => reply(says("x")).after("2"),
  // @ts-expect-error a duration's unit is ms, s or m
  () => approve.tracks().after("2 weeks"),
  // @ts-expect-error chunks have at least one size
  () => reply(says("x")).chunks(),
  // @ts-expect-error there is no such reason to stop
  () => reply(says("x")).stops("bored"),
  // @ts-expect-error the Orchestrator lives once
  () => tier1(reply()).attempt(2),
  // @ts-expect-error a worker has a ticket
  () => tier3(reply()),
  // @ts-expect-error a ticket has a title
  () => tickets({ id: "T-1" }),
  // @ts-expect-error stream ids are spelt exactly
  () => stream("Tier 3 (worker): T-1"),
  // @ts-expect-error a run does not end like that
  () => outcome("perfect"),
  // @ts-expect-error there is no such popup
  () => popups("cookies"),
  // @ts-expect-error there are four tiers
  () => usage("tier5"),
  // @ts-expect-error answers are refused for closed reasons
  () => refused("too-slow"),
  // @ts-expect-error a pattern is a regular expression
  () => file("a").matches("x"),
  // @ts-expect-error a ticket ends in a known way
  () => ticket("T-1").perfect(),
  // @ts-expect-error a check answers at once
  () => check(async () => true),
  // @ts-expect-error a fault hits a call
  () => scenario({ name: "s", epic: "e", models: [], faults: [rateLimited("1s")] }),
  // @ts-expect-error a cut has a place
  () => cut(),
  // @ts-expect-error a status is a number
  () => httpError("502"),
  // @ts-expect-error a scenario has a name
  () => scenario({ epic: "e", models: [] }),
  // @ts-expect-error an unknown member is a slip
  () => scenario({ name: "s", epic: "e", models: [], modles: [] }),
  // @ts-expect-error there are two modes
  () => scenario({ name: "s", epic: "e", models: [], config: { mode: "fast" } }),
  // @ts-expect-error a model says replies, and they say parts
  () => tier1(says("a")),
  // @ts-expect-error a reply says parts, no bare text
  () => reply("a"),
  // @ts-expect-error a reply holds no other
  () => reply(reply(says("a"))),
  // @ts-expect-error a reply belongs to somebody
  () => scenario({ name: "s", epic: "e", models: [reply(says("a"))] }),
  // @ts-expect-error what is only served has replies
  () => served({ name: "s", models: [tier1(reply())] }),
  // @ts-expect-error what is only served says replies, and they say parts
  () => served({ name: "s", replies: [says("a")] }),
  // @ts-expect-error what is only served has no run
  () => served({ name: "s", epic: "e", replies: [reply()] }),
  // @ts-expect-error what is rehearsed has an epic
  () => scenario({ name: "s", models: [] }),
  // @ts-expect-error what is only served can't be rehearsed
  () => rehearse(served({ name: "s", replies: [reply()] })),
  // @ts-expect-error a fault that stands with its reply names no call
  () => reply().fails(rateLimited("1s").on(call.tier1())),
  // @ts-expect-error a reply fails in some way
  () => reply().fails(),
  // @ts-expect-error a tool's fault is none of a reply
  () => reply().fails(toolFails("T-1", "bash")),
  // @ts-expect-error a number of requests is a number
  () => reply().times("any"),
  // @ts-expect-error a verdict does not wait
  () => reply().when(async () => true),
  // @ts-expect-error not every request has tools
  () => reply().when(({ tools }) => tools.length > 0),
  // @ts-expect-error an input is an object, or a text
  () => uses("weather", 17),
  // @ts-expect-error a ticket's check says at least one thing
  () => scenario({ name: "s", epic: "e", models: [], checks: { "T-1": [] } }),
];

test("`rehearsal/sim` resolves to the DSL, whose verbs lack what no popup offers", () => {
  expect(approve).not.toHaveProperty("question");
  expect(always).not.toHaveProperty("merge");
  expect(edit).not.toHaveProperty("step");
});
