import { realClock } from "../clock/real-clock.ts";
import { knownModels } from "../config/prices.ts";
import { clockPacer } from "../mock-provider/clock-pacer.ts";
import { createMockProvider } from "../mock-provider/mock-provider.ts";
import { claudeModels } from "../mock-provider/model-catalogue.ts";
import { servedReplies } from "../sim/served-replies.ts";
import { sanitize } from "../terminal/sanitize.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { breakOffOver, type LoopbackServer, openLoopbackServer } from "./loopback-server.ts";
import { note, print } from "./output.ts";
import { refusal } from "./refusal.ts";
import { newRequestLedger, outcomeText, type RequestEntry } from "./request-ledger.ts";
import { loadScenarioFile } from "./scenario-file.ts";
import type { ServeOptions } from "./serve-options.ts";
import { servePage } from "./serve-page.ts";
import { onInterrupt } from "./signals.ts";

/** Serves a scenario's models until it is interrupted; then says what was never met. */
export async function serveScenario(file: string, options: ServeOptions): Promise<ExitCode> {
  refuseRemote(options);
  const { scenario } = await loadScenarioFile(file);
  const isJson = options.json === true;
  const tell = (line: object): void => print(`${JSON.stringify(line)}\n`);

  const ledger = newRequestLedger(realClock.nowMs, (entry) =>
    isJson ? tell({ type: "request", ...entry }) : note(lineOf(entry)),
  );
  const replies = servedReplies(scenario, ledger.served);
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
    breakOff: breakOffOver(realClock),
    models: claudeModels([...knownModels.keys()]),
  });
  const server = listen(options, async (request) => {
    if (new URL(request.url).pathname !== "/" || request.method !== "GET")
      return await mock.serve(request);
    return servePage({
      scenario: scenario.name,
      left: replies.left(),
      counts: ledger.counts(),
      latest: ledger.latest(),
    });
  });
  const origin = `http://${options.host.includes(":") ? `[${options.host}]` : options.host}:${server.port}`;
  if (isJson)
    tell({ type: "listening", anthropic: origin, openai: `${origin}/v1`, page: `${origin}/` });
  else print(`Anthropic: ${origin}\nOpenAI:    ${origin}/v1\nPage:      ${origin}/\n`);

  await interrupted();
  await server.stop();
  const problems = replies.problems();
  if (isJson) tell({ type: "ended", counts: ledger.counts(), left: replies.left(), problems });
  else note(endingOf(problems.map(({ message }) => message)));
  return problems.length === 0 || options.lenient === true ? exitCodes.done : exitCodes.failed;
}

function listen(
  { host, port }: ServeOptions,
  answer: (request: Request) => Promise<Response>,
): LoopbackServer {
  try {
    return openLoopbackServer({ hostname: host, port, answer });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw refusal(
      `Nothing can listen at ${host}, port ${port}: ${why}. Choose another --port, or leave it out to get a free one.`,
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

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    const { release } = onInterrupt({
      letGo() {
        release();
        resolve();
      },
      // Nothing is started here.
      killAll() {},
    });
  });
}

function lineOf({ number, path, retryCount, outcome }: RequestEntry): string {
  const retry = retryCount === 0 ? "" : ` (retry ${retryCount})`;
  return sanitize(`#${number} ${path === "" ? "?" : path}${retry} → ${outcomeText(outcome)}`);
}

function endingOf(problems: readonly string[]): string {
  if (problems.length === 0) return "Every reply was met, and every request had one.";
  return ["What did not fit:", ...problems.map((message) => `- ${sanitize(message)}`)].join("\n");
}
