import { describe, expect, test } from "bun:test";
import { readTickets, readTracks } from "../../../src/core/planning/read-plan.ts";
import { trackId } from "../../../src/core/ids.ts";
import * as dsl from "../../../src/sim/api.ts";
import type { Reply } from "../../../src/mock-provider/reply.ts";
import type { UserAnswer } from "../../../src/sim/scenario.ts";

const { approve, calls, reply, says, scenario, tickets, tracks } = dsl;

describe("a reply", () => {
  test("says, thinks and calls tools, and is cut at wire events unless it says otherwise", () => {
    const { data } = reply(
      dsl.thinks("hm"),
      dsl.redacted("c2VjcmV0"),
      says("Hello."),
      calls("read", { file_path: "a.ts", view_range: [1, 5] }),
    );
    expect(data).toStrictEqual({
      parts: [
        { type: "thinking", text: "hm" },
        { type: "redacted-thinking", data: "c2VjcmV0" },
        { type: "text", text: "Hello." },
        {
          type: "tool-use",
          tool: "read",
          input: { file_path: "a.ts", view_range: [1, 5] },
          callId: null,
        },
      ],
      stopReason: null,
      usage: {},
      delayMs: 0,
      chunkDelayMs: 0,
      chunking: { type: "events" },
      deltaCharacters: 16,
    } satisfies Reply);
  });

  test("takes delays, token counts, cuts and a reason to stop, in any order", () => {
    const chained = reply(says("x"))
      .tokens({ input: 10, cacheRead: 3 })
      .after("2s")
      .chunkDelay("10ms")
      .chunks(1, 3, 2)
      .deltas(4)
      .stops("max-tokens")
      .tokens({ output: 7, thinking: 2, cacheWrite: 1 });
    expect(chained.data).toMatchObject({
      delayMs: 2000,
      chunkDelayMs: 10,
      chunking: { type: "bytes", sizes: [1, 3, 2] },
      deltaCharacters: 4,
      stopReason: "max-tokens",
      usage: {
        inputTokens: 10,
        outputTokens: 7,
        thinkingTokens: 2,
        cacheReadTokens: 3,
        cacheWriteTokens: 1,
      },
    });
  });

  test("is a value: a chained call leaves the reply that it was called on as it was", () => {
    const plain = reply(says("x"));
    plain.after("5s");
    expect(plain.data.delayMs).toBe(0);
    expect(plain.delay("1m").data.delayMs).toBe(60_000);
  });

  test("asks the person with the tool that workers have for it", () => {
    expect(dsl.asks("Tabs?")).toStrictEqual({
      type: "tool-use",
      tool: "ask",
      input: { question: "Tabs?" },
      callId: null,
    });
  });

  test("can call wrongly on purpose, and only on purpose", () => {
    expect(dsl.miscalls("launch", { at: "dawn" })).toMatchObject({ tool: "launch" });
    // @ts-expect-error there is no such tool
    const mistake = () => calls("wirte", { file_path: "a", content: "b" });
    expect(mistake).toThrow(
      'calls: workers have no tool "wirte". Did you mean "write"? A tool of an agent of your own, under `rehearsal serve`, is called with uses(…); a call that is meant to be wrong is scripted with miscalls(…).',
    );
  });

  test("refuses an input that the tool does not take, as nobody checks the types of a scenario that runs", () => {
    // @ts-expect-error it is called file_path
    const mistake = () => calls("write", { path: "a", content: "b" });
    expect(mistake).toThrow(
      "calls: write: file_path is missing; path is not a member. Expected: file_path (a string), content (a string). A call that is meant to be wrong is scripted with miscalls(…).",
    );
    expect(dsl.miscalls("write", { path: "a", content: "b" })).toMatchObject({ tool: "write" });
  });

  test("refuses a duration that is none", () => {
    expect(() => reply().after("-1s")).toThrow('"-1s" is no duration; write it like "250ms"');
  });
});

describe("a plan", () => {
  const saidBy = (part: ReturnType<typeof tracks>) =>
    part.type === "json" ? JSON.stringify(part.value) : "";

  test("of tracks is one that the conductor accepts", () => {
    expect(readTracks(saidBy(tracks({ id: "math", title: "Math" })))).toMatchObject({
      ok: true,
      plan: [{ id: "math", title: "Math", description: "" }],
    });
  });

  test("of tickets is one that the conductor accepts, with the defaults filled in", () => {
    const plan = tickets(
      { id: "T-1", title: "One", files: ["a.ts"] },
      { id: "T-2", title: "Two", dependsOn: ["T-1"], description: "More." },
    );
    expect(readTickets(saidBy(plan), trackId("math"), new Set())).toMatchObject({
      ok: true,
      plan: [
        { id: "T-1", description: "", files: ["a.ts"], dependsOn: [] },
        { id: "T-2", description: "More.", files: [], dependsOn: ["T-1"] },
      ],
    });
  });

  test("can be any JSON value, for a planner that does not keep to the schema", () => {
    expect(dsl.json({ trakcs: [] })).toStrictEqual({ type: "json", value: { trakcs: [] } });
  });
});

describe("a session's script", () => {
  test("names the session: tier 1 and 2 live once, tier 3 and 4 once an attempt", () => {
    const { models } = scenario({
      name: "s",
      epic: "e",
      models: [
        dsl.tier1(reply(says("1"))),
        dsl.tier2("math"),
        dsl.tier3("T-1", reply(), reply()).attempt(2),
        dsl.tier4("T-1"),
      ],
    });
    expect(
      models.map((model) => [
        model.tier,
        model.trackId,
        model.ticketId,
        model.attempt,
        model.replies.length,
      ]),
    ).toStrictEqual([
      ["tier1", null, null, 1, 1],
      ["tier2", "math", null, 1, 0],
      ["tier3", null, "T-1", 2, 2],
      ["tier4", null, "T-1", 1, 0],
    ]);
  });
});

describe("rules", () => {
  test("speak of one gate, narrowed by what is said and by nothing else", () => {
    expect([
      dsl.allow.tool("read"),
      dsl.deny.tool("bash", { command: "rm *", ticket: "T-1" }),
      dsl.ask.tool("write", { path: "src/**" }),
      dsl.allow.spawn(),
      dsl.allow.spawn("T-1"),
      dsl.allow.tracks(),
      dsl.allow.tickets(),
      dsl.allow.step("T-*"),
      dsl.ask.merge(),
      dsl.deny.check(),
      dsl.allow.everything(),
    ]).toStrictEqual([
      { action: "allow", kind: "tool", tool: "read" },
      { action: "deny", kind: "tool", tool: "bash", command: "rm *", ticket: "T-1" },
      { action: "ask", kind: "tool", tool: "write", path: "src/**" },
      { action: "allow", kind: "spawn" },
      { action: "allow", kind: "spawn", ticket: "T-1" },
      { action: "allow", kind: "tracks" },
      { action: "allow", kind: "tickets" },
      { action: "allow", kind: "step", ticket: "T-*" },
      { action: "ask", kind: "merge" },
      { action: "deny", kind: "check" },
      { action: "allow" },
    ]);
  });
});

describe("answers", () => {
  test("are for attempt 1 of a ticket, at once and once, unless they say otherwise", () => {
    expect(approve.tool("T-1", "bash").data).toStrictEqual({
      type: "answer",
      match: { kind: "tool", trackId: null, ticketId: "T-1", tool: "bash", attempt: 1 },
      decision: { type: "approve" },
      afterMs: 0,
      twice: false,
      typed: false,
      late: false,
      optional: false,
      onReturn: false,
      fromElsewhere: false,
    });
    expect(approve.spawn("T-1").after("30s").attempt(2).twice().late().data).toMatchObject({
      match: { attempt: 2 },
      afterMs: 30_000,
      twice: true,
      late: true,
      optional: false,
      onReturn: false,
      fromElsewhere: false,
    });
  });

  test("may be given on return, or from elsewhere", () => {
    const ways = ({ data }: { data: UserAnswer }) => [data.onReturn, data.fromElsewhere];
    expect(ways(approve.spawn("T-1").onReturn())).toEqual([true, false]);
    expect(ways(approve.tracks().fromElsewhere())).toEqual([false, true]);
    expect(ways(approve.spawn("T-1").fromElsewhere().attempt(2))).toEqual([false, true]);
  });

  test("to a plan or the budget belong to no attempt", () => {
    expect(approve.tickets("math").data.match).toStrictEqual({
      kind: "tickets",
      trackId: "math",
      ticketId: null,
      tool: null,
      attempt: null,
    });
    expect(dsl.stop.budget().data.match.attempt).toBeNull();
  });

  test("carry what their decision needs", () => {
    expect(
      [
        dsl.reject.tool("T-1", null, "no"),
        dsl.edit.spawn("T-1", { prompt: "Be brief." }),
        dsl.edit.tool("T-1", "bash", { command: "ls" }),
        dsl.edit.tracks({ id: "a", title: "A" }),
        dsl.edit.tickets("a", { id: "T-1", title: "One" }),
        dsl.answer.question("T-1", "Tabs."),
        dsl.take.merge("T-1", "branch"),
        dsl.raise.budget({ tokens: 9 }),
        dsl.raise.budget({ costUsd: 2, tokens: 3 }),
      ].map((chain) => chain.data.decision),
    ).toStrictEqual([
      { type: "reject", reason: "no" },
      { type: "edit", payload: { prompt: "Be brief." } },
      { type: "edit", payload: { tool: "bash", input: { command: "ls" } } },
      { type: "edit", payload: { tracks: [{ id: "a", title: "A", description: "" }] } },
      {
        type: "edit",
        payload: {
          tickets: [{ id: "T-1", title: "One", description: "", files: [], dependsOn: [] }],
        },
      },
      { type: "answer", text: "Tabs." },
      { type: "take", side: "branch" },
      { type: "raise", tokens: 9, costUsd: null },
      { type: "raise", tokens: 3, costUsd: 2 },
    ]);
  });

  test("a person who never answers has no decision", () => {
    expect(dsl.ignores.question("T-1").attempt(3).data).toMatchObject({
      match: { kind: "question", ticketId: "T-1", attempt: 3 },
      decision: null,
    });
  });

  test("in a sequence keep their order", () => {
    const sequence = dsl.sequence(approve.spawn("T-2"), approve.spawn("T-1"));
    expect(
      sequence.type === "sequence" && sequence.steps.map((step) => step.match.ticketId),
    ).toStrictEqual(["T-2", "T-1"]);
  });
});

describe("checks", () => {
  test("pass or fail with an output", () => {
    expect([dsl.fails("2 tests failed"), dsl.passes()]).toStrictEqual([
      { passed: false, output: "2 tests failed" },
      { passed: true, output: "" },
    ]);
  });
});

describe("faults", () => {
  test("of a model name the call that they hit; the first one where nothing is said", () => {
    expect(dsl.rateLimited("2s").on(dsl.call.tier3("T-1", { turn: 2 }))).toStrictEqual({
      type: "model",
      call: { tier: "tier3", trackId: null, ticketId: "T-1", attempt: 1, turn: 2, try: 1 },
      fault: { type: "status", status: 429, retryAfterMs: 2000, shouldRetry: null },
    });
    expect(dsl.cut({ afterEvents: 3 }).on(dsl.call.tier2("math", { try: 2 }))).toStrictEqual({
      type: "model",
      call: { tier: "tier2", trackId: "math", ticketId: null, attempt: 1, turn: 1, try: 2 },
      fault: { type: "cut", afterEvents: 3 },
    });
  });

  test("of exact bytes stand where a reply or a fault may", () => {
    const page = dsl.raw("<h1>Bad Gateway</h1>", {
      status: 502,
      headers: { "content-type": "text/html" },
    });
    const response = {
      status: 502,
      headers: { "content-type": "text/html" },
      chunks: [{ delayMs: 0, text: "<h1>Bad Gateway</h1>" }],
      end: "close" as const,
    };
    expect(dsl.reply().fails(page).data.fails).toStrictEqual([
      { fault: { type: "raw", response }, isFinal: false },
    ]);
    expect(page.final().on(dsl.call.tier1())).toMatchObject({ final: true, fault: { response } });
    expect(page.when("words").data).toMatchObject({ raw: response, parts: [] });
    const pieces = [new Uint8Array([0xf0, 0x9f]), { after: "2s", send: "x" }] as const;
    expect(dsl.raw(pieces, { end: "stall" }).data.raw).toStrictEqual({
      status: 200,
      headers: { "content-type": "text/event-stream" },
      chunks: [
        { delayMs: 0, base64: "8J8=" },
        { delayMs: 2000, text: "x" },
      ],
      end: "stall",
    });
  });

  test("of a model have the wire's own shapes", () => {
    const faults = [
      dsl.overloaded(),
      dsl.serverError(),
      dsl.httpError(401, { shouldRetry: false }),
      dsl.connectionRefused(),
      dsl.reset({ afterEvents: 1 }),
      dsl.errorEvent({ afterEvents: 2 }),
      dsl.stall({ afterEvents: 0 }),
      dsl.oneByteChunks(),
      dsl.maxTokens(),
      dsl.refusal(),
      dsl.malformedJson(),
      dsl.emptyReply(),
      dsl.thoughtsAlone(),
      dsl.lostCalls(),
      dsl.pausedTurn(),
    ].map((fault) => fault.on(dsl.call.tier1()));
    expect(faults.map((fault) => fault.type === "model" && fault.fault)).toStrictEqual([
      { type: "status", status: 529, retryAfterMs: null, shouldRetry: null },
      { type: "status", status: 500, retryAfterMs: null, shouldRetry: null },
      { type: "status", status: 401, retryAfterMs: null, shouldRetry: false },
      { type: "connection-refused" },
      { type: "reset", afterEvents: 1 },
      { type: "error-event", afterEvents: 2 },
      { type: "stall", afterEvents: 0 },
      { type: "chunking", chunking: { type: "bytes", sizes: [1] } },
      { type: "max-tokens" },
      { type: "refusal" },
      { type: "malformed-json" },
      { type: "empty-reply" },
      { type: "thoughts-alone" },
      { type: "lost-calls" },
      { type: "paused" },
    ]);
  });

  test("cut every character of three bytes and more, wherever it stands", () => {
    const fault = dsl.splitUtf8().on(dsl.call.tier1());
    const chunking =
      fault.type === "model" && fault.fault.type === "chunking" && fault.fault.chunking;
    const size = chunking !== false && chunking.type === "bytes" ? chunking.sizes.at(-1)! : 0;
    for (const character of ["€", "🙂"]) {
      for (const before of ["", "a", "ab"]) {
        const start = Buffer.byteLength(before);
        const end = start + Buffer.byteLength(character);
        const cuts = Array.from({ length: end }, (_, index) => (index + 1) * size);
        expect(cuts.some((cut) => cut > start && cut < end)).toBe(true);
      }
    }
  });

  test("of tools, watchers, the disk and the process say where", () => {
    expect([
      dsl.toolFails("T-1", "bash"),
      dsl.toolHangs("T-1", "write", 2),
      dsl.slowSubscriber("1s"),
      dsl.diskFull({ atEvent: 20 }),
      dsl.crash({ atEvent: 7 }),
    ]).toStrictEqual([
      { type: "tool", ticketId: "T-1", tool: "bash", nth: 1, fault: "fails" },
      { type: "tool", ticketId: "T-1", tool: "write", nth: 2, fault: "hangs" },
      { type: "slow-subscriber", delayMs: 1000 },
      { type: "disk-full", atEvent: 20 },
      { type: "crash", atEvent: 7 },
    ]);
  });
});

describe("expectations", () => {
  test("are data", () => {
    expect([
      dsl.outcome("waiting"),
      dsl.ticket("T-1").blocked(),
      dsl.ticket("T-1").attempts(2),
      dsl.stream("Tier 4 (QA): T-1").not.contains("fine"),
      dsl.stream("Tier 1 (Orchestrator)").matches(/tr[ae]ck/i),
      dsl.file("a.ts").equals("x"),
      dsl.file("a.ts").missing(),
      dsl.file("a.ts").not.missing(),
      dsl.popups("tracks", "in-doubt").inAnyOrder(),
      dsl.usage("tier3").inputTokens.atMost(5),
      dsl.usage("tier2").cacheReadTokens.exactly(0),
      dsl.refused("already-decided").times(1),
    ]).toStrictEqual([
      { type: "outcome", outcome: "waiting" },
      { type: "ticket", ticketId: "T-1", status: "blocked" },
      { type: "attempts", ticketId: "T-1", attempts: 2 },
      {
        type: "stream",
        streamId: "Tier 4 (QA): T-1",
        test: { type: "contains", text: "fine" },
        negated: true,
      },
      {
        type: "stream",
        streamId: "Tier 1 (Orchestrator)",
        test: { type: "matches", pattern: "tr[ae]ck", flags: "i" },
        negated: false,
      },
      { type: "file", path: "a.ts", test: { type: "equals", text: "x" }, negated: false },
      { type: "file", path: "a.ts", test: null, negated: false },
      { type: "file", path: "a.ts", test: null, negated: true },
      { type: "popups", kinds: ["tracks", "in-doubt"], order: "any-order" },
      { type: "usage", tier: "tier3", member: "inputTokens", atLeast: null, atMost: 5 },
      { type: "usage", tier: "tier2", member: "cacheReadTokens", atLeast: 0, atMost: 0 },
      { type: "refused", why: "already-decided", count: 1 },
    ]);
  });

  test("a check describes itself by its own source where nobody does", () => {
    expect(dsl.check("few events", (run) => run.events < 9)).toMatchObject({
      type: "predicate",
      description: "few events",
    });
    const bare = dsl.check((run) => run.events > 3);
    expect(bare.type === "predicate" && bare.description).toContain("run.events > 3");
  });
});

describe("a scenario", () => {
  test("fills in what is not said", () => {
    expect(scenario({ name: "s", epic: "e", models: [] })).toStrictEqual({
      name: "s",
      epic: "e",
      workspace: {},
      rules: [],
      models: [],
      checks: {},
      user: [],
      faults: [],
      config: {},
      expect: [],
    });
  });

  test("takes plain data and built words side by side", () => {
    const drawn = approve.tracks().data;
    expect(
      scenario({ name: "s", epic: "e", models: [], user: [drawn, approve.tracks()] }).user,
    ).toStrictEqual([drawn, drawn]);
  });
});
