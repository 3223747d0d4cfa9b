import { realClock } from "../../clock/real-clock.ts";
import { serverNamed } from "../../mock-provider/servers/played-servers.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { note } from "../output.ts";
import type { Servable } from "../../sim/dsl/purpose.ts";
import { usageError } from "../usage-error.ts";
import { loadServedFile } from "../scenario-file.ts";
import { echoMs, onInterrupt } from "../signals.ts";
import { type AgentProcess, startAgent } from "./agent-process.ts";
import type { ServeWeather } from "./drawn/serve-weather.ts";
import {
  type LoopbackOptions,
  type LoopbackServer,
  openLoopbackServer,
} from "./loopback-server.ts";
import { type Labels, replyLabels } from "./reply-label.ts";
import type { ServeOptions } from "./serve-options.ts";
import {
  serveJsonReport,
  type ServePlaces,
  type ServeReport,
  serveTextReport,
} from "./serve-report.ts";
import type { ServedScenario } from "./served-scenario.ts";
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
  if (options.seeds !== undefined) {
    const { serveSeeds } = await import("./drawn/serve-seeds.ts");
    return await serveSeeds({ scenario, labels, file, command, options, seeds: options.seeds });
  }
  const weather = await weatherOf(options.replay);
  const isJson = options.json === true;
  const about = { scenario: scenario.name, path, labels, command };
  const report = isJson ? serveJsonReport(about) : serveTextReport(about);
  let opened: Promise<ServedScenario> | null = null;
  const served = () => (opened ??= openReplies(scenario, labels, options, report, weather));
  const server = listen(options, {
    answer: async (request) => await (await served()).answer(request),
    onUnread: (request, why) => void served().then(({ unread }) => unread(request, why)),
  });
  // Before its address is out: whoever reads that may stop it at once.
  let agent: AgentProcess | null = null;
  const stopped = interrupted(() => agent?.kill());
  const places = placesAt(options.host, server.port);
  report.listening(places);
  // Whoever starts it waits for its address: the mock of all wires is loaded while they read that.
  const mock = served();

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
  const { stopped: leave, fit: fitNow, requests } = await mock;
  leave();
  // Who has ended has left what was on its way to it; what this server cuts off, nobody has left.
  const before = fitNow();
  await server.stop();
  const fit = agentCode === null ? before : fitNow();
  const result = { ...fit, ...requests() };
  report.ended(result, agentCode);
  await report.handedOver();
  const isWell =
    options.lenient === true || (result.problems.length === 0 && result.counts.refused === 0);
  return isWell && (agentCode ?? 0) === 0 ? exitCodes.done : exitCodes.failed;
}

/** Without what runs a command many times, and the page: those are loaded where they are asked for. */
async function openReplies(
  scenario: Servable,
  labels: Labels,
  options: ServeOptions,
  report: ServeReport,
  weather: ServeWeather,
): Promise<ServedScenario> {
  const { serveReplies } = await import("./served-scenario.ts");
  return serveReplies(scenario, labels, {
    clock: realClock,
    models: options.model,
    onEnd: report.request,
    bodies: options.bodies === true ? "kept" : "dropped",
    server: options.server === undefined ? null : serverNamed(options.server),
    weather,
  });
}

/** The conditions of the run that a code names; fair ones without it. */
async function weatherOf(code: string | undefined): Promise<ServeWeather> {
  const { drawnWeather, noServeWeather } = await import("./drawn/serve-weather.ts");
  if (code === undefined) return noServeWeather(realClock);
  const [{ decodeServeReplay }, { fixedFaults }] = await Promise.all([
    import("./drawn/serve-replay-code.ts"),
    import("./drawn/draw-faults.ts"),
  ]);
  const faults = decodeServeReplay(code);
  if (faults === null)
    throw usageError(
      `${code.slice(0, 60)} is no code of a failure that serve printed: copy the whole line.`,
    );
  return drawnWeather(realClock, fixedFaults(faults), []);
}

function listen(
  { host, port }: ServeOptions,
  answering: Pick<LoopbackOptions, "answer" | "onUnread">,
): LoopbackServer {
  try {
    return openLoopbackServer({ hostname: host, port, ...answering });
  } catch (error) {
    // Bun asks whether the port is in use where it is.
    const isTaken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
    const why = isTaken ? "another program does" : errorMessage(error).replace(/[.?!]+$/, "");
    throw usageError(
      `Nothing can listen at ${host}, port ${port}: ${why}. Choose another --port, or leave it out to get a free one.`,
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
