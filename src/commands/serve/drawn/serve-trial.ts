import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realClock } from "../../../clock/real-clock.ts";
import type { ServerProfile } from "../../../mock-provider/servers/server-profile.ts";
import type { Servable } from "../../../sim/dsl/purpose.ts";
import { type AgentProcess, startAgent } from "../agent-process.ts";
import { openLoopbackServer } from "../loopback-server.ts";
import type { Labels } from "../reply-label.ts";
import type { RequestEntry } from "../request-entry.ts";
import { serveReplies } from "../served-scenario.ts";
import type { FaultsOfTry } from "./draw-faults.ts";
import type { ServedFault } from "./served-fault.ts";
import { drawnWeather } from "./serve-weather.ts";
import { refusalText } from "../refusal-text.ts";

/** What is run, again and again. */
export interface TrialSetup {
  readonly scenario: Servable;
  readonly labels: Labels;
  readonly command: readonly string[];
  /** A command for a shell, which judges once the agent has ended; `null` for none. */
  readonly expect: string | null;
  readonly models: readonly string[];
  readonly timeLimitMs: number;
  readonly server: ServerProfile | null;
}

/** Why a run was not as it should be. Two runs fail in the same way where they share a kind. */
export interface ServeFailure {
  readonly kind: string;
  readonly message: string;
}

export interface ServeTrialResult {
  readonly failures: readonly ServeFailure[];
  /** What took effect. */
  readonly met: readonly ServedFault[];
  readonly requests: readonly RequestEntry[];
  /** The end of what the command wrote. */
  readonly output: string;
}

/** Runs the command once, on a port of its own, under these faults. */
export async function runServeTrial(
  setup: TrialSetup,
  faultsOf: FaultsOfTry,
  seed: number,
  stopped: AbortSignal,
): Promise<ServeTrialResult> {
  const met: ServedFault[] = [];
  const requests: RequestEntry[] = [];
  const served = serveReplies(setup.scenario, setup.labels, {
    clock: realClock,
    models: setup.models,
    // Of a stall it is told twice; the second time it is whole.
    onEnd: (entry) => void requests.splice(indexOf(requests, entry), 1, { ...entry }),
    bodies: "dropped",
    server: setup.server,
    weather: drawnWeather(realClock, faultsOf, met),
  });
  const { answer, unread } = served;
  const server = openLoopbackServer({ hostname: "127.0.0.1", port: 0, answer, onUnread: unread });
  const origin = `http://127.0.0.1:${server.port}`;
  const scratch = await mkdtemp(join(tmpdir(), "rehearsal-serve-"));
  const variables = { REHEARSAL_SEED: String(seed), REHEARSAL_SCRATCH: scratch };
  const failures: ServeFailure[] = [];
  const output: string[] = [];
  const run = async (command: readonly string[], kind: "command" | "expect"): Promise<void> => {
    const places = { anthropic: origin, openai: `${origin}/v1` };
    const agent = startAgent(command, places, { keep: (text) => output.push(text) }, variables);
    const end = await endOf(agent, setup.timeLimitMs, stopped);
    if (end === "late")
      failures.push({
        kind: "hang",
        message: `The ${kind} did not end within ${setup.timeLimitMs / 1_000} s.`,
      });
    else if (end !== 0) failures.push({ kind, message: `The ${kind} ended with ${end}.` });
  };
  try {
    await run(setup.command, "command");
    served.stopped();
    await server.stop();
    const { problems } = served.fit();
    const { refused } = served.requests();
    failures.push(...problems.map(({ type, message }) => ({ kind: type, message })));
    failures.push(...refused.map(refusalOf));
    if (setup.expect !== null && !stopped.aborted)
      await run(["/bin/sh", "-c", setup.expect], "expect");
  } finally {
    await server.stop();
    await rm(scratch, { recursive: true, force: true });
  }
  return { failures, met, requests, output: output.join("").slice(-outputMax) };
}

const outputMax = 8_000;

const indexOf = (requests: readonly RequestEntry[], { number }: RequestEntry): number => {
  const at = requests.findIndex((one) => one.number === number);
  return at < 0 ? requests.length : at;
};

async function endOf(
  agent: AgentProcess,
  limitMs: number,
  stopped: AbortSignal,
): Promise<number | "late"> {
  const over = new AbortController();
  const stop = () => over.abort();
  stopped.addEventListener("abort", stop, { once: true });
  if (stopped.aborted) stop();
  // Rejects where the command has ended before, or a person has enough.
  const limit = realClock
    .until(realClock.nowMs() + limitMs, over.signal)
    .then(() => "late" as const)
    .catch(() => (stopped.aborted ? ("late" as const) : new Promise<never>(() => {})));
  const end = await Promise.race([agent.ended, limit]);
  over.abort();
  stopped.removeEventListener("abort", stop);
  if (end === "late") await agent.stop();
  return end;
}

const refusalOf = (entry: RequestEntry): ServeFailure => ({
  kind: "refused-request",
  message: refusalText(entry),
});
