import { realClock } from "../../clock/real-clock.ts";
import { usageError } from "../usage-error.ts";
import { errorMessage } from "../../core/words/error-message.ts";

/** An agent that was started to be served. */
export interface AgentProcess {
  /** Its exit code; that of a shell where a signal ended it. */
  readonly ended: Promise<number>;
  /** Asks it to end, and makes it end where it does not. */
  stop(): Promise<number>;
  kill(): void;
}

/** Where what it writes goes: to our own stdout, with all else to stderr, or to who keeps it. */
export type AgentOutput = "own" | "stderr" | { readonly keep: (text: string) => void };

const patienceMs = 2_000;

/**
 * Starts an agent whose providers are this server: their addresses and keys stand in its environment, so that
 * nothing it does can reach a real one by the usual variables. Rejects where there is no such program.
 */
export function startAgent(
  [program = "", ...args]: readonly string[],
  places: { readonly anthropic: string; readonly openai: string },
  output: AgentOutput,
  variables: Readonly<Record<string, string>> = {},
): AgentProcess {
  const { hostname } = new URL(places.anthropic);
  const direct = (variable: string) =>
    [process.env[variable], hostname].filter((part) => part !== undefined && part !== "").join(",");
  const environment: Record<string, string | undefined> = {
    ...process.env,
    // What else would say whom to ask, and as whom.
    ANTHROPIC_AUTH_TOKEN: undefined,
    ANTHROPIC_BASE_URL: places.anthropic,
    ANTHROPIC_API_KEY: "any",
    OPENAI_BASE_URL: places.openai,
    OPENAI_API_KEY: "any",
    GOOGLE_GEMINI_BASE_URL: places.anthropic,
    GEMINI_API_KEY: "any",
    GOOGLE_API_KEY: undefined,
    GOOGLE_GENAI_USE_VERTEXAI: undefined,
    // A proxy would be asked instead, and read along.
    NO_PROXY: direct("NO_PROXY"),
    no_proxy: direct("no_proxy"),
    ...variables,
  };
  const child = start([program, ...args], environment, output);
  const over = new AbortController();
  const ended = child.exited.finally(() => over.abort());
  return {
    ended,
    kill: () => signal(child, "SIGKILL"),
    stop() {
      signal(child, "SIGTERM");
      realClock.until(realClock.nowMs() + patienceMs, over.signal).then(
        () => signal(child, "SIGKILL"),
        // It has ended.
        () => {},
      );
      return ended;
    },
  };
}

/** All of its processes: what was started may be a shell, or a runner, that passes nothing on. */
function signal({ pid }: Bun.Subprocess, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch {
    // They have all ended.
  }
}

function start(
  command: string[],
  env: Record<string, string | undefined>,
  output: AgentOutput,
): Bun.Subprocess {
  try {
    // A process group of its own, so that all of it can be ended.
    const detached = true;
    if (typeof output === "string") {
      const stdout = output === "own" ? "inherit" : 2;
      return Bun.spawn(command, { env, stdin: "inherit", stdout, stderr: "inherit", detached });
    }
    const child = Bun.spawn(command, {
      env,
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
      detached,
    });
    for (const pipe of [child.stdout, child.stderr]) void passOn(pipe, output.keep);
    return child;
  } catch (error) {
    const why = errorMessage(error);
    throw usageError(`The command ${command[0]} cannot be started: ${why}`);
  }
}

/** Until its end, which may come after that of the command: what it started may hold the pipe. */
async function passOn(
  pipe: ReadableStream<Uint8Array>,
  keep: (text: string) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  for await (const bytes of pipe) keep(decoder.decode(bytes, { stream: true }));
}
