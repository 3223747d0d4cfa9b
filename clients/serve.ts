import { join } from "node:path";

/** A scenario that is served by the program as users start it, for a client to talk to. */
export interface Served {
  readonly origin: string;
  /** Ctrl-C: what it printed last, and how it ended. */
  stop(): Promise<{ readonly exitCode: number; readonly problems: readonly string[] }>;
}

export const program = join(import.meta.dir, "..", "src", "cli.ts");

/** What of this process's environment a child may see: no key, no proxy, no other address. */
export const bareEnvironment = (more: Readonly<Record<string, string>> = {}) => ({
  PATH: process.env["PATH"] ?? "",
  // Whatever is not on this machine is asked for at a port where nobody listens.
  HTTP_PROXY: "http://127.0.0.1:9",
  HTTPS_PROXY: "http://127.0.0.1:9",
  NO_PROXY: "127.0.0.1,localhost",
  ...more,
});

export const serve = (scenario: string): Promise<Served> =>
  serveFile(join(import.meta.dir, "scenarios", `${scenario}.scenario.ts`));

export async function serveFile(file: string): Promise<Served> {
  const child = Bun.spawn([process.execPath, program, "serve", file, "--json"], {
    env: bareEnvironment(),
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
  });
  const lines = linesOf(child.stdout);
  const { value } = await lines.next();
  if (value === undefined) throw new Error(`rehearsal serve did not start: ${file}`);
  const { anthropic: origin } = JSON.parse(value) as { anthropic: string };
  return {
    origin,
    async stop() {
      child.kill("SIGINT");
      let last = "";
      for await (const line of lines) last = line;
      const { problems } = JSON.parse(last) as { problems: readonly { message: string }[] };
      return { exitCode: await child.exited, problems: problems.map(({ message }) => message) };
    },
  };
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of stream) {
    const parts = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
  return undefined;
}

/** How a scenario ends that a client played to its end. */
export const playedOut = { exitCode: 0, problems: [] };
