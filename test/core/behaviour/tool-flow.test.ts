import { describe, expect, test } from "bun:test";
import type { Event } from "../../../src/core/event.ts";
import { popupId, type SessionId } from "../../../src/core/ids.ts";
import type { JsonObject } from "../../../src/core/json.ts";
import type { Decision } from "../../../src/core/gates/decision.ts";
import { fold } from "../../../src/core/reduce/reduce.ts";
import type { Settings } from "../../../src/core/settings.ts";
import {
  approval,
  type Collaborators,
  runUntilIdle,
  type Reply,
  replyingCollaborators,
  saidTo,
  start,
  statuses,
} from "../collaborators.ts";
import { type Driver, newDriver } from "../driver.ts";
import { snapshot } from "../snapshot.ts";

const workerSession = "tier3:T-1:1" as SessionId;
const one = { A: [{ id: "T-1" }] };

/** A worker that makes these calls in its first turn, and a person who answers tool popups so. */
function calling(
  calls: Reply["calls"] & object,
  decision: Decision | null,
  settings: Partial<Settings> = {},
  changes: Partial<Collaborators> = {},
): Driver {
  const driver = newDriver();
  start(driver, settings);
  const kinds = new Set(["tool", "question"]);
  const collaborators = replyingCollaborators(
    one,
    ({ tier, turn }) => (tier === "tier3" && turn === 1 ? { calls } : null),
    { decide: (popup) => (kinds.has(popup.kind) ? decision : approval(popup)), ...changes },
  );
  runUntilIdle(driver, collaborators);
  return driver;
}

const bash = (command: string) => ({ tool: "bash", input: { command } });
const write = (path: string) => ({ tool: "write", input: { file_path: path, content: "x" } });
const ran = (driver: Driver): JsonObject[] =>
  driver.events("tool.started").map(({ input }) => input);
const heard = (driver: Driver) => saidTo(driver, "tier3:T-1:1")[1];

describe("a call that brings the same again and again", () => {
  const allowAll = [{ action: "allow" }] as const;
  const many = (...calls: (typeof make)[]) => Array.from({ length: 4 }, () => calls).flat();
  const make = bash("make");

  test("is told to the model the third time, and asked about the fourth, whatever a rule allows", () => {
    const driver = calling(many(make), { type: "approve" }, { rules: allowAll });
    expect(driver.events("call.repeated").map(({ index, times }) => [index, times])).toEqual([
      [2, 3],
      [3, 4],
    ]);
    expect(driver.events("tool.ended").map(({ text }) => text.includes("very call"))).toEqual([
      false,
      false,
      true,
      true,
    ]);
    const tools = driver.events("popup.opened").filter(({ popup }) => popup.kind === "tool");
    expect(tools.map(({ popup }) => String(popup.id))).toEqual(["tool:T-1:1.1.3"]);
    expect(ran(driver)).toHaveLength(4);
  });

  test("is noticed where it fails each time", () => {
    const toolFails = () => "no such target";
    const driver = calling(many(make), null, { rules: allowAll }, { toolFails });
    expect(driver.events("call.repeated").map(({ times }) => times)).toEqual([3]);
    expect(ran(driver)).toHaveLength(3);
  });

  test("in turns with others is noticed, too", () => {
    const driver = calling(many(make, bash("make test")), null, { rules: allowAll });
    expect(ran(driver)).toHaveLength(7);
  });

  test("is let pass by an always, and by what the settings say", () => {
    const calls = [...many(make), make];
    expect(ran(calling(calls, { type: "always" }, { rules: allowAll }))).toHaveLength(5);
    const patient = calling(calls, null, { rules: allowAll, repeats: 5 });
    expect(ran(patient)).toHaveLength(5);
  });

  test("is no loop where something new comes between", () => {
    const calls = Array.from({ length: 6 }, (_, index) => [make, write(`${index}.ts`)]).flat();
    const driver = calling(calls, null, { rules: allowAll });
    expect(driver.events("call.repeated")).toEqual([]);
    expect(ran(driver)).toHaveLength(12);
  });
});

describe("a tool call", () => {
  test("that changes something waits for a person, and its result reaches the model", () => {
    const driver = calling([bash("make")], { type: "approve" });
    expect(driver.events("popup.opened").map(({ popup }) => String(popup.id))).toContain(
      "tool:T-1:1.1.0",
    );
    expect(heard(driver)).toBe("did bash");
    expect(driver.state().ended?.outcome).toBe("done");
  });

  test("that only looks passes by the built-in rule, which is logged", () => {
    const driver = calling([{ tool: "read", input: { file_path: "a.ts" } }], null);
    const [applied] = driver.events("rule.applied");
    expect(applied).toMatchObject({ gate: "tool:T-1:1.1.0", rule: { tool: "read" } });
    expect(driver.state().ended?.outcome).toBe("done");
  });

  test("that only looks can be denied by a rule of the user's", () => {
    const rules = [{ action: "deny", tool: "read", path: "secrets/**" }] as const;
    const call = { tool: "read", input: { file_path: "secrets/key" } };
    const driver = calling([call], null, { rules });
    expect(ran(driver)).toEqual([]);
    expect(heard(driver)).toBe("This call was not made: a rule denies it.");
  });

  test("that leaves the worktree is asked about where a rule holds paths back", () => {
    const rules = [{ action: "deny", tool: "read", path: "secrets/**" }] as const;
    const driver = calling([{ tool: "read", input: { file_path: "../key" } }], null, { rules });
    expect([...driver.state().openPopups.keys()].map(String)).toEqual(["tool:T-1:1.1.0"]);
    expect(ran(driver)).toEqual([]);
  });

  test("that a person rejects is not made; the model hears why, and goes on", () => {
    const driver = calling([bash("rm -rf .")], { type: "reject", reason: "too bold" });
    expect(ran(driver)).toEqual([]);
    expect(heard(driver)).toBe("A person rejected this call: too bold");
    expect(statuses(driver)).toEqual({ "T-1": "done" });
  });

  test("that a person aborts fails the ticket", () => {
    const driver = calling([bash("make")], { type: "abort" });
    expect(statuses(driver)).toEqual({ "T-1": "failed" });
  });

  test("that a person edits is made as edited", () => {
    const edit = { type: "edit", payload: { input: { command: "make lint" } } } as const;
    const driver = calling([bash("make")], edit);
    expect(ran(driver)).toEqual([{ command: "make lint" }]);
  });

  test("that a person edits and that fails tells the model both", () => {
    const edit = { type: "edit", payload: { input: { command: "make lint" } } } as const;
    const driver = calling([bash("make")], edit, {}, { toolFails: () => "no such target" });
    expect(heard(driver)).toBe(
      'A person edited this call; what ran is {"command":"make lint"}.\nno such target',
    );
  });

  test("of a tool that there is not is answered with those that there are", () => {
    const driver = calling([{ tool: "sudo", input: {} }], null);
    expect(heard(driver)).toMatch(/^There is no tool "sudo"\. There are: .*\bread, write, /);
    expect(driver.state().ended?.outcome).toBe("done");
  });
});

describe("always", () => {
  test("allows that command from then on, and nothing else", () => {
    const driver = calling([bash("make"), bash("make"), bash("ls")], { type: "always" });
    const ids = driver.events("popup.opened").map(({ popup }) => String(popup.id));
    expect(ids.filter((id) => id.startsWith("tool"))).toEqual(["tool:T-1:1.1.0", "tool:T-1:1.1.2"]);
    expect(ran(driver)).toHaveLength(3);
  });

  test("allows that path from then on, and nothing else", () => {
    const driver = calling([write("a.ts"), write("a.ts"), write("b.ts")], { type: "always" });
    const ids = driver.events("popup.opened").map(({ popup }) => String(popup.id));
    expect(ids.filter((id) => id.startsWith("tool"))).toEqual(["tool:T-1:1.1.0", "tool:T-1:1.1.2"]);
  });

  test("answers at once what others ask already, and leaves every other question open", () => {
    const driver = newDriver();
    start(driver);
    const commands: Readonly<Record<string, string>> = {
      "T-1": "make",
      "T-2": "make",
      "T-3": "ls",
    };
    const collaborators = replyingCollaborators(
      { A: Object.keys(commands).map((id) => ({ id })) },
      ({ tier, turn, ticketId }) =>
        tier === "tier3" && turn === 1 ? { calls: [bash(commands[ticketId!]!)] } : null,
      { decide: (popup) => (popup.kind === "tool" ? null : approval(popup)) },
    );
    runUntilIdle(driver, collaborators);
    const open = () => [...driver.state().openPopups.keys()].map(String);
    expect(open()).toEqual(["tool:T-1:1.1.0", "tool:T-2:1.1.0", "tool:T-3:1.1.0"]);
    driver.answer("tool:T-1:1.1.0", { type: "always" });
    expect(open()).toEqual(["tool:T-3:1.1.0"]);
    expect(driver.events("popup.decided").findLast(({ rule }) => rule)).toMatchObject({
      popupId: "tool:T-2:1.1.0",
      decision: { type: "approve" },
      rule: { action: "allow", tool: "bash", command: "make" },
    });
    runUntilIdle(driver, collaborators);
    expect(ran(driver)).toEqual([{ command: "make" }, { command: "make" }]);
    const late = { ...driver.popup("tool:T-3:1.1.0"), id: popupId("tool:T-2:1.1.0") };
    const { id, payloadHash } = late;
    driver.feed({
      type: "answer",
      answer: { popupId: id, payloadHash, decision: { type: "approve" } },
    });
    expect(driver.events("answer.refused")).toMatchObject([{ why: "already-decided" }]);
  });

  test("is not offered where no rule can say it", () => {
    for (const call of [
      bash("make && make test"),
      bash("$(make)"),
      bash("ls *"),
      write("src/[a].ts"),
    ]) {
      const driver = calling([call], null);
      expect(driver.popup("tool:T-1:1.1.0")).toMatchObject({
        proposedRule: null,
        decisions: ["approve", "edit", "reject", "abort"],
      });
    }
  });
});

describe("the calls of one reply", () => {
  test("are made one after another, in order", () => {
    const driver = newDriver();
    start(driver, { rules: [{ action: "allow" }] });
    const calls = [bash("one"), bash("two")];
    const collaborators = replyingCollaborators(one, ({ tier, turn }) =>
      tier === "tier3" && turn === 1 ? { calls } : null,
    );
    runUntilIdle(driver, collaborators, ({ type }) => type === "tool");
    expect(driver.only("tool").call.input).toEqual({ command: "one" });
    driver.feed({
      type: "tool-ended",
      effectId: driver.only("tool").id,
      text: "failed",
      isError: true,
    });
    expect(driver.only("tool").call.input).toEqual({ command: "two" });
  });

  test("are answered together, each by its id", () => {
    const driver = calling([bash("one"), { tool: "no", input: {} }], { type: "approve" });
    const [, result] = [...driver.state().sessions.values()]
      .find(({ id }) => id === "tier3:T-1:1")!
      .messages.filter(({ role }) => role === "user");
    expect(result?.content).toMatchObject([
      { type: "tool-result", callId: "call-0", isError: false },
      { type: "tool-result", callId: "call-1", isError: true },
    ]);
  });
});

describe("a worker's question", () => {
  const ask = { tool: "ask", input: { question: "tabs or spaces?" } };

  test("is a popup of its own, and the answer reaches the model", () => {
    const driver = calling([ask], { type: "answer", text: "spaces" });
    const [question] = driver
      .events("popup.opened")
      .filter(({ popup }) => popup.kind === "question");
    expect(question?.popup).toMatchObject({
      id: "question:T-1:1.1.0",
      payload: { question: "tabs or spaces?" },
      decisions: ["answer", "abort"],
    });
    expect(heard(driver)).toBe("spaces");
    expect(driver.events("tool.started")).toEqual([]);
  });

  test("may be answered by ending the ticket", () => {
    expect(statuses(calling([ask], { type: "abort" }))).toEqual({ "T-1": "failed" });
  });

  test("without words is an error for the model alone", () => {
    const driver = calling([{ tool: "ask", input: { question: 1 } }], null);
    expect(heard(driver)).toBe('ask: "question" must be a text');
  });
});

test("a worker that never comes to an end fails its attempt at the turn limit", () => {
  const driver = newDriver();
  start(driver, { turns: 3, attempts: 1, rules: [{ action: "allow" }] });
  runUntilIdle(
    driver,
    replyingCollaborators(one, ({ tier }) => (tier === "tier3" ? { calls: [bash("make")] } : null)),
  );
  expect(ran(driver)).toHaveLength(3);
  const [failed] = driver.events("ticket.failed");
  expect(failed?.failure).toEqual({ code: "turn-limit", message: "no end after 3 turns" });
});

describe("after a crash, a call that was under way", () => {
  function crashedIn(call: { tool: string; input: JsonObject }): Driver {
    const before = newDriver();
    start(before);
    const collaborators = replyingCollaborators(one, ({ tier, turn }) =>
      tier === "tier3" && turn === 1 ? { calls: [call] } : null,
    );
    runUntilIdle(before, collaborators, ({ type }) => type === "tool");
    const driver = newDriver(before.log);
    driver.feed({ type: "resume" });
    return driver;
  }
  const willing = replyingCollaborators(one, () => null);

  test("is made again where it only looks", () => {
    const driver = crashedIn({ tool: "read", input: { file_path: "a.ts" } });
    expect(driver.only("tool").call.tool).toBe("read");
    expect(driver.state().openPopups.size).toBe(0);
  });

  test("is in doubt where it may have changed something, and a person is asked", () => {
    const driver = crashedIn(bash("make"));
    expect(driver.wanted().map(({ type }) => type)).toEqual(["ask"]);
    expect(driver.popup("in-doubt:T-1:1.1.0.1")).toMatchObject({
      payload: { tool: "bash", input: { command: "make" } },
      decisions: ["happened", "redo", "abort"],
    });
  });

  test("counts as made where a person says that it happened", () => {
    const driver = crashedIn(bash("make"));
    driver.answer("in-doubt:T-1:1.1.0.1", { type: "happened" });
    expect(driver.wanted().filter(({ type }) => type === "tool")).toEqual([]);
    runUntilIdle(driver, willing);
    expect(heard(driver)).toBe("The call was made; its output was lost.");
    expect(statuses(driver)).toEqual({ "T-1": "done" });
  });

  test("is made again as approved where a person says so, and can be in doubt again", () => {
    const driver = crashedIn(bash("make"));
    driver.answer("in-doubt:T-1:1.1.0.1", { type: "redo" });
    expect(driver.only("tool").call.input).toEqual({ command: "make" });
    const next = newDriver(driver.log);
    next.feed({ type: "resume" });
    expect([...next.state().openPopups.keys()].map(String)).toEqual(["in-doubt:T-1:1.1.0.2"]);
  });

  test("ends the ticket where a person aborts it", () => {
    const driver = crashedIn(bash("make"));
    driver.answer("in-doubt:T-1:1.1.0.1", { type: "abort" });
    expect(statuses(driver)).toEqual({ "T-1": "failed" });
  });
});

describe("what the tools of a turn gave", () => {
  const driver = calling([bash("make"), write("a.ts")], { type: "approve" });

  test("goes to the model in one message, in the order of the calls", () => {
    const { messages } = driver.state().sessions.get(workerSession)!;
    expect(messages[2]?.content).toMatchObject([
      { type: "tool-result", text: "did bash", isError: false },
      { type: "tool-result", text: "did write", isError: false },
    ]);
    expect(driver.events("results.returned")).toMatchObject([
      { sessionId: workerSession, turn: 1 },
    ]);
  });

  test("stands in the log once", () => {
    expect(JSON.stringify(driver.log).split("did bash")).toHaveLength(2);
  });

  test("is read from a log, too, that holds the message itself, as logs once did", () => {
    const { messages } = driver.state().sessions.get(workerSession)!;
    const older = driver.log.map((event): Event => {
      if (event.type !== "results.returned") return event;
      const { seq, atMs, sessionId } = event;
      return { seq, atMs, type: "message.added", sessionId, message: messages[2]! };
    });
    expect(snapshot(fold(older))).toBe(snapshot(fold(driver.log)));
  });
});
