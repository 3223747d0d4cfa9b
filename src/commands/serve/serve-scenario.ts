import { relative } from "node:path";
import { realClock } from "../../clock/real-clock.ts";
import { knownModels } from "../../config/prices.ts";
import { clockPacer } from "../../mock-provider/clock-pacer.ts";
import { createMockProvider, type MockProvider } from "../../mock-provider/mock-provider.ts";
import { claudeModels } from "../../mock-provider/model-catalogue.ts";
import { servedReplies } from "../../replies/served-replies.ts";
import { escapeControls } from "../../terminal/json-lines.ts";
import { sanitizeLine } from "../../terminal/sanitize.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { breakOffOver, type LoopbackServer, openLoopbackServer } from "./loopback-server.ts";
import { note, print } from "../output.ts";
import { paperOn } from "../page.ts";
import { refusal } from "../refusal.ts";
import { newRequestLedger, type RequestLedger } from "./request-ledger.ts";
import { loadServedFile } from "../scenario-file.ts";
import { type ServedCommand, startServed } from "./served-command.ts";
import { endingRows } from "./serve-ending.ts";
import { replyLabels } from "./reply-label.ts";
import { requestRows } from "./request-rows.ts";
import type { ServeOptions } from "./serve-options.ts";
import { servePage } from "./serve-page.ts";
import { echoMs, onInterrupt } from "../signals.ts";

/** Serves a scenario's models until it is interrupted, or the command ends; then says what was never met. */
export async function serveScenario(
  file: string,
  command: readonly string[],
  options: ServeOptions,
): Promise<ExitCode> {
  refuseRemote(options);
  const { scenario, file: path } = await loadServedFile(file);
  const labels = replyLabels(scenario, await Bun.file(path).text());
  const isJson = options.json === true;
  const tell = (line: object): void => print(`${escapeControls(JSON.stringify(line))}\n`);
  const paper = paperOn(process.stderr);

  const ledger = newRequestLedger(realClock.nowMs, (entry) =>
    isJson
      ? tell({ type: "request", ...entry })
      : note(requestRows(entry, labels, paper).join("\n")),
  );
  const replies = servedReplies(scenario, realClock.nowMs, ledger.served);
  const mock = createMockProvider({
    source: replies,
    pacer: clockPacer(realClock),
    observer: {
      observe(observation) {
        replies.observe(observation);
        ledger.observe(observation);
      },
    },
    nowMs: realClock.nowMs,
    numberOf: ledger.numberOf,
    breakOff: breakOffOver(realClock),
    models: claudeModels([...knownModels.keys(), ...options.model]),
  });
  const server = listen(options, ledger, async (request) => {
    const { pathname } = new URL(request.url);
    if (request.method !== "GET" && request.method !== "HEAD")
      return await answerFrom(mock, ledger, request);
    // A browser asks for these by itself.
    if (/^\/(?:favicon\.ico$|apple-touch-icon|robots\.txt$|\.well-known\/)/.test(pathname))
      return new Response(null, { status: 404 });
    if (pathname !== "/") return await answerFrom(mock, ledger, request);
    return servePage({
      scenario: scenario.name,
      left: replies.left(),
      counts: ledger.counts(),
      latest: ledger.latest(),
      labels,
      nowMs: realClock.nowMs(),
    });
  });
  const origin = `http://${options.host.includes(":") ? `[${options.host}]` : options.host}:${server.port}`;
  // Before anybody is told that it listens: who is told may stop it at once.
  let agent: ServedCommand | null = null;
  const stopped = interrupted(() => agent?.kill());
  const places = { anthropic: origin, openai: `${origin}/v1`, page: `${origin}/` };
  if (isJson) tell({ type: "listening", scenario: scenario.name, replies: labels.size, ...places });
  else
    print(
      `Scenario:  ${sanitizeLine(scenario.name)}, ${labels.size === 1 ? "1 reply" : `${labels.size} replies`}\n` +
        `Anthropic: ${places.anthropic}\nOpenAI:    ${places.openai}\nPage:      ${places.page}\n`,
    );

  let commandCode: number | null = null;
  try {
    agent = command.length === 0 ? null : startServed(command, places, isJson ? "stderr" : "own");
    if (agent === null) await stopped;
    else commandCode = await Promise.race([agent.ended, stopped.then(agent.stop)]);
  } catch (error) {
    await server.stop();
    throw error;
  }
  // Behind the ^C that the terminal shows.
  if (process.stderr.isTTY) note("\n");
  ledger.stopped();
  // Who has ended has left what was on its way to it; what this server cuts off, nobody has left.
  const isCutOff = commandCode === null;
  const before = { problems: replies.problems(), left: replies.left() };
  await server.stop();
  const { problems, left } = isCutOff
    ? before
    : { problems: replies.problems(), left: replies.left() };
  const counts = ledger.counts();
  const [unmatched, refused] = [ledger.amiss("unmatched"), ledger.amiss("refused")];
  if (isJson) {
    const refusals = refused.map(({ number, method, path: asked, status, outcome }) => ({
      type: "refused-request",
      number,
      message: `#${number} ${method} ${asked} was refused with ${status}: ${outcome?.type === "refused" ? outcome.message : ""}`,
      reply: null,
    }));
    tell({
      type: "ended",
      command: commandCode,
      counts,
      left: left.replies.map((name) => labels.get(name) ?? { name }),
      problems: [...problems, ...refusals].map((problem) => ({
        ...problem,
        line: labels.get(problem.reply ?? "")?.line ?? null,
      })),
    });
  } else {
    const near = relative(process.cwd(), path);
    const shown = near.startsWith("..") ? path : near;
    const ending = { file: shown, counts, left, problems, unmatched, refused, labels };
    note(endingRows(ending, paper).join("\n"));
    if (commandCode !== null && commandCode !== 0)
      note(paper.ink("red", `The command ended with ${commandCode}: ${command.join(" ")}`));
  }
  const isWell = options.lenient === true || (problems.length === 0 && counts.refused === 0);
  return isWell && (commandCode ?? 0) === 0 ? exitCodes.done : exitCodes.failed;
}

/** The mock's answer to a request that the ledger follows. */
async function answerFrom(
  mock: MockProvider,
  ledger: RequestLedger,
  request: Request,
): Promise<Response> {
  ledger.arrived(request);
  try {
    const response = await mock.serve(request);
    ledger.answered(request, response.status);
    return response;
  } catch (error) {
    // By the script's word or the client's: what goes wrong in the mock itself is an answer.
    ledger.unanswered(request);
    throw error;
  }
}

function listen(
  { host, port }: ServeOptions,
  ledger: RequestLedger,
  answer: (request: Request) => Promise<Response>,
): LoopbackServer {
  try {
    return openLoopbackServer({ hostname: host, port, answer, onUnread: ledger.unread });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw refusal(
      `Nothing can listen at ${host}, port ${port}: ${why.replace(/[.?!]+$/, "")}. Choose another --port, or leave it out to get a free one.`,
    );
  }
}

/** It answers whoever asks, so other machines are let in only by a word of their own. */
function refuseRemote({ host, allowRemote }: ServeOptions): void {
  if (/^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/.test(host)) return;
  if (allowRemote !== true)
    throw refusal(
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
