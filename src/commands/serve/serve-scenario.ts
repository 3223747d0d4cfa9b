import { realClock } from "../../clock/real-clock.ts";
import { serverNamed } from "../../mock-provider/servers/played-servers.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { note } from "../output.ts";
import { usageError } from "../usage-error.ts";
import { loadServedFile } from "../scenario-file.ts";
import { echoMs, onInterrupt } from "../signals.ts";
import { type AgentProcess, startAgent } from "./agent-process.ts";
import { fixedFaults } from "./drawn/draw-faults.ts";
import { decodeServeReplay } from "./drawn/serve-replay-code.ts";
import { serveSeeds } from "./drawn/serve-seeds.ts";
import { drawnWeather, noServeWeather, type ServeWeather } from "./drawn/serve-weather.ts";
import { type LoopbackServer, openLoopbackServer } from "./loopback-server.ts";
import { replyLabels } from "./reply-label.ts";
import type { ServeOptions } from "./serve-options.ts";
import { serveJsonReport, type ServePlaces, serveTextReport } from "./serve-report.ts";
import { type ServedScenario, serveReplies } from "./served-scenario.ts";
import { errorMessage } from "../../core/words/error-message.ts";

/** Serves a scenario's models until it is interrupted, or the command ends; then says what was never met. */
export async function serveScenario(
  file: string,
  command: readonly string[],
  options: ServeOptions,
): Promise<ExitCode> {
  refuseRemote(options);
  const { scenario, file: path } = await loadServedFile(file);
  const labels = replyLabels(scenario, await Bun.file(path).text());
  if (options.seeds !== undefined)
    return await serveSeeds({ scenario, labels, file, command, options, seeds: options.seeds });
  const weather = replayed(options.replay);
  const isJson = options.json === true;
  const about = { scenario: scenario.name, path, labels, command };
  const report = isJson ? serveJsonReport(about) : serveTextReport(about);
  const served = serveReplies(scenario, labels, {
    clock: realClock,
    models: options.model,
    onEnd: report.request,
    bodies: options.bodies === true ? "kept" : "dropped",
    server: options.server === undefined ? null : serverNamed(options.server),
    weather: weather(),
  });
  const server = listen(options, served);
  // Before its address is out: whoever reads that may stop it at once.
  let agent: AgentProcess | null = null;
  const stopped = interrupted(() => agent?.kill());
  const places = placesAt(options.host, server.port);
  report.listening(places);

  let agentCode: number | null = null;
  try {
    agent = command.length === 0 ? null : startAgent(command, places, isJson ? "stderr" : "own");
    if (agent === null) await stopped;
    else agentCode = await Promise.race([agent.ended, stopped.then(agent.stop)]);
  } catch (error) {
    await server.stop();
    throw error;
  }
  // Behind the ^C that the terminal shows.
  if (process.stderr.isTTY) note("\n");
  served.stopped();
  // Who has ended has left what was on its way to it; what this server cuts off, nobody has left.
  const before = served.fit();
  await server.stop();
  const fit = agentCode === null ? before : served.fit();
  const result = { ...fit, ...served.requests() };
  report.ended(result, agentCode);
  const isWell =
    options.lenient === true || (result.problems.length === 0 && result.counts.refused === 0);
  return isWell && (agentCode ?? 0) === 0 ? exitCodes.done : exitCodes.failed;
}

/** The conditions of the run that a code names; fair ones without it. */
function replayed(code: string | undefined): () => ServeWeather {
  if (code === undefined) return () => noServeWeather(realClock);
  const faults = decodeServeReplay(code);
  if (faults === null)
    throw usageError(
      `${code.slice(0, 60)} is no code of a failure that serve printed: copy the whole line.`,
    );
  return () => drawnWeather(realClock, fixedFaults(faults), []);
}

function listen({ host, port }: ServeOptions, { answer, unread }: ServedScenario): LoopbackServer {
  try {
    return openLoopbackServer({ hostname: host, port, answer, onUnread: unread });
  } catch (error) {
    const why = errorMessage(error);
    throw usageError(
      `Nothing can listen at ${host}, port ${port}: ${why.replace(/[.?!]+$/, "")}. Choose another --port, or leave it out to get a free one.`,
    );
  }
}

function placesAt(host: string, port: number): ServePlaces {
  const origin = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  return { anthropic: origin, openai: `${origin}/v1`, page: `${origin}/` };
}

/** It answers whoever asks, so other machines are let in only by a word of their own. */
function refuseRemote({ host, allowRemote }: ServeOptions): void {
  if (/^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/.test(host)) return;
  if (allowRemote !== true)
    throw usageError(
      `${host} can be reached from other machines, and this server answers whoever asks. Leave --host out, or add --allow-remote.`,
    );
  note(`Warning: other machines can reach ${host}, and this server answers whoever asks.`);
}

const never = new AbortController().signal;

/** Resolves when a person, or another process, wants it to end. `killAll` is for who does not wait. */
function interrupted(killAll: () => void): Promise<void> {
  return new Promise((resolve) => {
    onInterrupt({
      // A second signal that came of the same Ctrl-C would kill a process on its way out, and with it its
      // exit code: it is waited for.
      letGo: () => void realClock.until(realClock.nowMs() + echoMs, never).then(resolve),
      killAll,
    });
  });
}
