import { describe, expect, test } from "bun:test";
import { everySubject } from "../subjects.ts";
import { pursue } from "../../../src/core/pursue/pursue.ts";
import { ticketId } from "../../../src/core/ids.ts";
import { conclude, emptyDraft, extend } from "../../../src/core/reply/draft.ts";
import {
  approval,
  runUntilIdle,
  settle,
  settleAll,
  start,
  statuses,
  tokens,
  willingCollaborators,
} from "../collaborators.ts";
import { newDriver } from "../driver.ts";

const oneTicket = { A: [{ id: "T-1" }] };

describe("a budget popup that expires", () => {
  test("stops what it held back, as a stop does", () => {
    const driver = newDriver();
    start(driver, { budget: { tokens: 10, costUsd: null }, popupTimeoutMs: 1_000 });
    const collaborators = willingCollaborators(oneTicket, { decide: () => null });
    runUntilIdle(driver, collaborators);
    expect(driver.popup("budget:1").kind).toBe("budget");
    settle(driver, driver.only("timer"), collaborators);
    expect(driver.state().ended?.outcome).toBe("failed");
  });
});

describe("a tool whose workspace fails", () => {
  test("does not leave its ticket at work for ever", () => {
    const driver = newDriver();
    start(driver, { attempts: 1 });
    const willing = willingCollaborators(oneTicket);
    const collaborators = willingCollaborators(oneTicket, {
      reply: (address) =>
        address.tier === "tier3" && address.turn === 1
          ? { calls: [{ tool: "read", input: { file_path: "a.ts" } }] }
          : willing.reply(address),
      decide: approval,
    });
    for (let turns = 0; turns < 20; turns++) {
      settleAll(driver, collaborators, ({ type }) => type === "tool");
      const [open] = driver.state().openPopups.values();
      if (open === undefined) break;
      driver.answer(open.popup.id, { type: "approve" });
    }
    const { id } = driver.only("tool");
    const failure = { code: "workspace-failed", message: "no space left on device" } as const;
    driver.feed({ type: "failed", effectId: id, failure });
    runUntilIdle(driver, collaborators);
    expect(driver.state().ended).not.toBeNull();
  });
});

describe("a merge that a person aborted", () => {
  test("stays aborted, also where the branch has moved on meanwhile", () => {
    const driver = newDriver();
    start(driver);
    let conflicts: readonly string[] = ["a.ts"];
    const collaborators = willingCollaborators(oneTicket, {
      conflicts: () => conflicts,
      decide: (popup) => (popup.kind === "merge" ? null : approval(popup)),
    });
    runUntilIdle(driver, collaborators);
    conflicts = [];
    driver.answer("merge:T-1:1.1", { type: "abort" });
    runUntilIdle(driver, collaborators);
    expect(driver.events("merge.started")).toEqual([]);
    expect(statuses(driver)).toEqual({ "T-1": "failed" });
  });
});

describe("two tracks that propose the same ticket id", () => {
  const twoTracks = { A: [{ id: "T-1" }], B: [{ id: "T-1" }] };
  const collaborators = willingCollaborators(twoTracks, {
    decide: (popup) => (popup.kind === "tracks" ? approval(popup) : null),
  });

  test("leave nothing to do while the second one's popup is open", () => {
    const driver = newDriver();
    start(driver);
    runUntilIdle(driver, collaborators);
    driver.answer("tickets:A:1", { type: "approve" });
    const due = everySubject(driver.state()).flatMap((subject) => pursue(driver.state(), subject));
    expect(due).toEqual([]);
  });

  test("a resume does not plan past a popup that is still open", () => {
    const driver = newDriver();
    start(driver);
    runUntilIdle(driver, collaborators);
    driver.answer("tickets:A:1", { type: "approve" });
    driver.feed({ type: "resume" });
    expect(driver.events("plan.refused")).toEqual([]);
  });

  test("the reason of a rejection still reaches the second planner", () => {
    const driver = newDriver();
    start(driver);
    runUntilIdle(driver, collaborators);
    driver.answer("tickets:A:1", { type: "approve" });
    driver.answer("tickets:B:1", { type: "reject", reason: "too coarse" });
    const texts = driver.events("message.added").map(({ message }) => JSON.stringify(message));
    expect(texts.join("\n")).toContain("too coarse");
  });
});

describe("a doubt that nobody settles in time", () => {
  test("fails the ticket as expired, not as aborted by a person", () => {
    const before = newDriver();
    start(before, { popupTimeoutMs: 1_000 });
    const willing = willingCollaborators(oneTicket);
    const collaborators = willingCollaborators(oneTicket, {
      reply: (address) =>
        address.tier === "tier3"
          ? { calls: [{ tool: "bash", input: { command: "make" } }] }
          : willing.reply(address),
      decide: (popup) => (popup.kind === "in-doubt" ? null : approval(popup)),
    });
    for (let turns = 0; turns < 20; turns++) {
      settleAll(before, collaborators, ({ type }) => type === "tool");
      const [open] = before.state().openPopups.values();
      if (open === undefined) break;
      before.answer(open.popup.id, { type: "approve" });
    }
    const driver = newDriver(before.log);
    driver.feed({ type: "resume" });
    runUntilIdle(driver, collaborators);
    settle(driver, driver.only("timer"), collaborators);
    expect(driver.state().tickets.get(ticketId("T-1"))?.failure?.code).toBe("expired");
  });
});

describe("calls that share an id", () => {
  test("are never judged by one another's commands", () => {
    const driver = newDriver();
    start(driver, { rules: [{ action: "allow", kind: "tool", tool: "bash", command: "ls" }] });
    const collaborators = willingCollaborators(oneTicket);
    for (let turns = 0; turns < 20; turns++) {
      settleAll(
        driver,
        collaborators,
        (e) => e.type === "model" && e.request.address.tier === "tier3",
      );
      const [open] = driver.state().openPopups.values();
      if (open === undefined) break;
      driver.answer(open.popup.id, { type: "approve" });
    }
    const { id: effectId } = driver.only("model");
    const call = (block: number, command: string) =>
      [
        { type: "tool-use", block, callId: "same", tool: "bash" },
        { type: "tool-input", block, json: JSON.stringify({ command }) },
      ] as const;
    const deltas = [...call(0, "rm -rf ."), ...call(1, "ls")];
    driver.feed({ type: "deltas", effectId, deltas, usage: tokens(1, 1) });
    driver.feed({
      type: "model-completed",
      effectId,
      stopReason: "tool-use",
      // What the runtime makes of two commands with one call id: the last one's parts.
      commandParts: { same: ["ls"] },
    });
    expect(driver.events("tool.started")).toEqual([]);
  });
});

describe("a path that a tool does not take", () => {
  const worker = (tool: string, input: Record<string, string>) => {
    const willing = willingCollaborators(oneTicket);
    return willingCollaborators(oneTicket, {
      reply: (address) =>
        address.tier === "tier3" && address.turn === 1
          ? { calls: [{ tool, input }] }
          : willing.reply(address),
      decide: (popup) => (popup.kind === "tool" ? null : approval(popup)),
    });
  };

  test("does not let a shell command pass a rule about paths", () => {
    const driver = newDriver();
    start(driver, { rules: [{ action: "allow", kind: "tool", path: "src/**" }] });
    runUntilIdle(driver, worker("bash", { command: "rm -rf .", path: "src/a.ts" }));
    expect(driver.events("tool.started")).toEqual([]);
  });

  test("does not hide the path that it does take from a deny", () => {
    const driver = newDriver();
    start(driver, { rules: [{ action: "deny", kind: "tool", path: "secrets/**" }] });
    runUntilIdle(
      driver,
      worker("grep", { pattern: "key", path: "secrets/keys", file_path: "src/a.ts" }),
    );
    expect(driver.events("tool.started")).toEqual([]);
  });
});

describe("a reply with a block far out", () => {
  test("is discarded rather than counted up to", () => {
    const draft = emptyDraft();
    draft.usage = tokens(1, 1);
    extend(draft, { type: "text", block: 50_000_000, text: "far" });
    expect(draft.blocks.length).toBeLessThan(10_000);
    expect(conclude(draft, { stopReason: "end-turn", tier: "tier3", maxOutputTokens: 1 }).ok).toBe(
      false,
    );
  });
});

describe("always", () => {
  test("adds a rule that leaves a deny of the user standing", () => {
    const driver = newDriver();
    const rules = [{ action: "deny", kind: "spawn", ticket: "T-2" } as const];
    start(driver, { rules });
    const collaborators = willingCollaborators(
      { A: [{ id: "T-1" }, { id: "T-2", dependsOn: ["T-1"] }] },
      { decide: (popup) => (popup.kind === "spawn" ? { type: "always" } : approval(popup)) },
    );
    runUntilIdle(driver, collaborators);
    expect(statuses(driver)).toEqual({ "T-1": "done", "T-2": "failed" });
  });
});

describe("always, for a path that leaves the worktree", () => {
  test("is not offered: no rule can ever allow it", () => {
    const driver = newDriver();
    start(driver);
    const willing = willingCollaborators(oneTicket);
    const calls = [{ tool: "write", input: { file_path: "../a.ts", content: "x" } }];
    const collaborators = willingCollaborators(oneTicket, {
      reply: (address) =>
        address.tier === "tier3" && address.turn === 1 ? { calls } : willing.reply(address),
      decide: (popup) => (popup.kind === "tool" ? null : approval(popup)),
    });
    runUntilIdle(driver, collaborators);
    expect(driver.popup("tool:T-1:1.1.0").decisions).not.toContain("always");
  });
});
