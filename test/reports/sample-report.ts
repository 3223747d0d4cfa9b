import type { Event, EventBody } from "../../src/core/event.ts";
import { popupId, ticketId, trackId, type SessionId } from "../../src/core/ids.ts";
import type { AgentReport } from "../../src/reports/sim/agent-report.ts";
import type {
  FailureReport,
  LawReport,
  RunReport,
  ScenarioReport,
} from "../../src/reports/sim/scenario-report.ts";
import { projection as done } from "./sample-projection.ts";

export const law = (members: Partial<LawReport> = {}): LawReport => ({
  law: 1,
  name: "delivery",
  holds: 20,
  broken: 0,
  notExercised: 0,
  unknown: 0,
  exercised: 300,
  ...members,
});

/** Places of steps in order: 0 is the default, anything else is out of it. */
export const stepsOf = (...places: readonly number[]): FailureReport["steps"] =>
  places.map((place, step) => ({
    step,
    chain: "T-1",
    atMs: step * 100,
    label: `chunk ${step}`,
    overtook: place === 0 ? null : "disk",
    candidates: place === 0 ? 1 : 3,
    place,
  }));

export const failure = (members: Partial<FailureReport> = {}): FailureReport => ({
  seed: 7,
  count: 3,
  kind: "law 3 (gate)",
  messages: ["law 3 (gate) is broken: a write was not approved"],
  deterministic: true,
  isKnown: false,
  command: "rehearsal sim scenarios/a.scenario.ts --replay r1.abc-_9",
  code: "r1.abc-_9",
  deviations: 1,
  faults: [],
  explanation: null,
  seenIn: "the run itself",
  log: [],
  steps: stepsOf(0, 0, 0, 0, 0, 0, 2, 0, 0, 0),
  ...members,
});

/** Of a run of the conductor, which is what `log` and `projection` say. */
export const report = ({
  log = [],
  projection = done,
  ...members
}: Partial<ScenarioReport & Omit<RunReport, "type">> = {}): ScenarioReport & {
  readonly subject: RunReport;
} => ({
  file: "scenarios/a.scenario.ts",
  line: 20,
  name: "a limiter is built",
  server: null,
  passed: (members.failures ?? []).length === 0,
  seeds: 20,
  swarm: false,
  durationMs: 1500,
  failures: [],
  laws: [law()],
  search: {
    strategies: [],
    course: null,
    chains: 3,
    steps: 40,
    distinctLogs: 4,
    logDigests: ["a", "b", "c", "d"],
    missedDepth2: 1,
  },
  coverage: null,
  ...members,
  subject: { type: "run", projection, log },
});

/** What a search of 400 seeds was like, in which two of a hundred fail under every third range. */
export const searched = (name: string): Pick<ScenarioReport, "seeds" | "search" | "coverage"> => ({
  seeds: 400,
  search: {
    ...report().search,
    strategies: [
      { name: "default", schedules: 1, failing: 0, firstFailing: null },
      { name, schedules: 399, failing: 8, firstFailing: 7 },
    ],
    course: {
      seedsPerRange: 4,
      ranges: Array.from({ length: 100 }, (_, index) => ({
        from: index * 4,
        schedules: 4,
        failing: index % 12 === 1 ? 1 : 0,
      })),
    },
  },
  coverage: {
    events: { "run.started": 400, [name]: 3, "run.interrupted": 0 },
    decisions: {},
    pairs: {},
    faults: {},
    marks: {},
    classes: 3,
    classDigests: ["a", "b", "c"],
    classSeeds: [0, 120, 333],
    firstSeeds: {
      events: { "run.started": 0, [name]: 250 },
      decisions: {},
      pairs: {},
      faults: {},
      marks: {},
    },
  },
});

/** What an agent of somebody else's did. */
export const agentReport: AgentReport = {
  type: "agent",
  outcome: "returned",
  value: `["rain"]`,
  requests: [
    {
      number: 1,
      atMs: 0,
      endedAtMs: 1500,
      wire: "openai-chat",
      words: "weather of Oslo",
      reply: "reply 1",
      try: 1,
      fault: "529",
      end: "failed",
    },
  ],
  questions: [{ question: "Really?", answer: `"yes"`, askedAtMs: 10, answeredAtMs: 20 }],
  notSimulated: ["the process `git status`"],
  durationMs: 2000,
  digest: "ab".repeat(32),
};

/** A log of these events, each as long after the one before as its first member says. */
function logOf(...events: readonly (readonly [afterMs: number, event: EventBody])[]): Event[] {
  let atMs = 1_000_000;
  return events.map(([afterMs, event], index) => {
    atMs += afterMs;
    return { seq: index + 1, atMs, ...event };
  });
}

/** The events of one turn of a worker whose first try is cut, whose second asks for a tool, and is done. */
export function workerLog(words: { readonly ticket: string; readonly text: string }): Event[] {
  const sessionId = `tier3:${words.ticket}:1` as SessionId;
  const seat = {
    tier: "tier3",
    trackId: trackId("t"),
    ticketId: ticketId(words.ticket),
    attempt: 1,
  } as const;
  const unit = (attempt: number) => ({ sessionId, turn: 1, try: attempt });
  const started = (attempt: number): EventBody => ({
    type: "model.started",
    unit: unit(attempt),
    address: { ...seat, turn: 1, try: attempt },
    model: "a-model",
    maxOutputTokens: 100,
    reservedTokens: 100,
    reservedUsd: null,
  });
  const id = popupId(`tool:${words.ticket}:1.1.0`);
  return logOf(
    [
      0,
      {
        type: "session.opened",
        sessionId,
        ...seat,
        message: { role: "user", content: [{ type: "text", text: words.text }] },
      },
    ],
    [0, started(1)],
    [
      500,
      {
        type: "stream.discarded",
        effectId: 2,
        unit: unit(1),
        failure: { code: "stream-cut", message: words.text },
      },
    ],
    [0, { type: "timer.started", purpose: { type: "retry", sessionId }, dueAtMs: 1_001_500 }],
    [1000, { type: "timer.ended", effectId: 4, purpose: { type: "retry", sessionId } }],
    [0, started(2)],
    [
      700,
      {
        type: "stream.completed",
        effectId: 6,
        unit: unit(2),
        stopReason: "tool-use",
        commandParts: {},
      },
    ],
    [
      0,
      {
        type: "popup.opened",
        popup: {
          kind: "tool",
          payload: { tool: "bash", input: { command: words.text } },
          id,
          runId: done.runId as never,
          trackId: seat.trackId,
          ticketId: seat.ticketId,
          attempt: 1,
          callId: "c1",
          payloadHash: "h",
          revision: 1,
          decisions: ["approve", "reject"],
          proposedRule: null,
          openedAtMs: 0,
          expiresAtMs: null,
        },
      },
    ],
    [
      3000,
      {
        type: "popup.decided",
        rule: null,
        popupId: id,
        decision: { type: "reject", reason: words.text },
        revision: 1,
        payloadHash: "h",
      },
    ],
    [0, { type: "ticket.done", ticketId: seat.ticketId }],
    [0, { type: "run.ended", outcome: "done", failure: null }],
  );
}

/** What a model says that would like to do more than to be read. */
export const hostileText = [
  `</style></title></pre></svg><script>document.title="script ran"</script>`,
  `<img src=x onerror='document.title="image ran"'>`,
  `" onfocus="document.title='focus ran'" autofocus tabindex="0" x="`,
  `<a href="javascript:document.title='link ran'">go</a> ]]> &lt; &#60;`,
  `\x1b[2J\x1b]0;owned\x07 \u202egnp.exe\u202c \u009b31m \ud800 \ufffe \x00`,
].join(" ");

/** A report in which everything that can be foreign is hostile. */
export function hostileReport(): ReturnType<typeof report> {
  const text = hostileText;
  return report({
    file: `scenarios/${text}`,
    name: text,
    failures: [
      failure({
        kind: text,
        messages: [text],
        command: text,
        faults: [text],
        steps: [
          { step: 1, chain: text, atMs: 0, label: text, overtook: text, candidates: 2, place: 1 },
        ],
        deterministic: false,
      }),
    ],
    laws: [law({ name: text })],
    log: workerLog({ ticket: text, text }),
    projection: {
      ...done,
      epic: text,
      outcome: "failed",
      failure: { code: text, message: text },
      tracks: [{ id: text, title: text, status: "failed" }],
      tickets: [
        {
          id: text,
          trackId: text,
          title: text,
          status: "failed",
          dependsOn: [text],
          attempts: 1,
          reason: text,
        },
      ],
      streams: { [`Tier 3 (Worker): ${text}`]: { text, turns: 1, status: "ended" } },
      popups: [{ id: text, kind: "tool", ticketId: text, decision: "reject" }],
      digest: "0123456789abcdef0123456789abcdef",
    },
  });
}
