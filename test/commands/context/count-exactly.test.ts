import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { realClock } from "../../../src/clock/real-clock.ts";
import type { Event } from "../../../src/core/event.ts";
import { runId } from "../../../src/core/ids.ts";
import type { ContextJson } from "../../../src/reports/context/context-json.ts";
import { openStateDirectory } from "../../../src/store/state-directory.ts";
import { longLog } from "../../core/long-log.ts";
import { type Desk, newDesk, playing } from "../command-line.ts";

// Whole processes on a machine that may be busy: slowness is no failure.
setDefaultTimeout(60_000);

let desk: Desk;
let rehearsed: string;
let recorded: string;
beforeAll(async () => {
  desk = await newDesk();
  rehearsed = await desk.repository();
  await desk.rehearsal("run", "--repo", rehearsed, ...playing("two-tickets"));
  recorded = await desk.repository();
  await record(recorded, "anthropic");
  await record(recorded, "openai");
});
afterAll(() => desk.clear());

/** Puts a run with that provider into a repository's state, under the provider's name. */
async function record(root: string, provider: string): Promise<void> {
  const state = openStateDirectory(root, { clock: realClock });
  const id = runId(provider);
  const store = state.createRun({ runId: id, epic: "the epic", startedAtMs: 1 });
  const log = longLog({ sessions: 1, turnsEach: 2, outputCharacters: 200 });
  store.append(log.map((event) => playedBy(provider, event)));
  await store.flush();
  await store.close();
  state.close();
}

function playedBy(provider: string, event: Event): Event {
  if (event.type !== "run.started") return event;
  const { models } = event.settings;
  const tier3 = { ...models.tier3, provider };
  return {
    ...event,
    runId: runId(provider),
    settings: { ...event.settings, models: { ...models, tier3 } },
  };
}

const exact = (root: string, run: string, ...options: readonly string[]) =>
  desk.rehearsal("context", run, "--repo", root, "--exact", ...options);

describe("context --exact", () => {
  test("counts as the mock does what the call sent, where the mock has the last word", async () => {
    const { exitCode, stdout, stderr } = await exact(rehearsed, "latest", "--json");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const shown = JSON.parse(stdout) as ContextJson;
    const last = shown.session!.calls.at(-1)!;
    expect(shown.exact).toEqual({
      turn: last.turn,
      estimatedTokens: last.estimatedTokens,
      exactTokens: last.reportedTokens,
      error: last.error,
    });
  });

  test("counts the call that a look into the past is about", async () => {
    const place = ["--session", "tier3:math-1:1"];
    const past = await exact(rehearsed, "latest", "--json", ...place, "--turn", "1");
    const whole = await exact(rehearsed, "latest", "--json", ...place);
    const { calls } = (JSON.parse(whole.stdout) as ContextJson).session!;
    expect((JSON.parse(past.stdout) as ContextJson).exact).toMatchObject({
      turn: 1,
      exactTokens: calls[0]!.reportedTokens,
    });
  });

  test("stands beside the estimate in the text", async () => {
    const { stdout } = await exact(rehearsed, "latest");
    expect(stdout.replaceAll("\n", " ")).toMatch(
      /exactly [\d,]+ tokens in the prompt of turn \d+, as the provider counts; the estimate is [\d,]+: [\d.]+% (?:too|off)/,
    );
  });

  test("is not in the JSON where it was not asked for", async () => {
    const { stdout } = await desk.rehearsal(
      ...["context", "latest", "--repo", rehearsed, "--json"],
    );
    expect((JSON.parse(stdout) as ContextJson).exact).toBeNull();
  });

  test("says what to do where there is no key, and where the provider has no such call", async () => {
    const keyless = await exact(recorded, "anthropic");
    expect({ ...keyless, stderr: "" }).toEqual({ exitCode: 2, stdout: "", stderr: "" });
    expect(keyless.stderr).toContain("export ANTHROPIC_API_KEY=");
    const openai = await exact(recorded, "openai");
    expect({ ...openai, stderr: "" }).toEqual({ exitCode: 2, stdout: "", stderr: "" });
    expect(openai.stderr).toContain("openai, which has no call that counts tokens");
  });

  test("refuses to be asked again and again", async () => {
    for (const option of [["--watch"], ["--html", "page.html"]]) {
      const { exitCode, stderr } = await exact(rehearsed, "latest", ...option);
      expect(exitCode).toBe(2);
      expect(stderr).toContain("leave out --watch and --html");
    }
  });

  describe("with Anthropic's API", () => {
    const ask = async (answer: (request: Request) => Response | Promise<Response>) => {
      const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: answer });
      try {
        const child = Bun.spawn(
          [
            ...[process.execPath, desk.program, "context", "anthropic"],
            ...["--repo", recorded, "--exact", "--json"],
          ],
          {
            env: {
              ...desk.environment,
              ANTHROPIC_API_KEY: "sk-test-0123456789",
              ANTHROPIC_BASE_URL: `http://127.0.0.1:${server.port}`,
            },
            stdout: "pipe",
            stderr: "pipe",
          },
        );
        const [exitCode, stdout, stderr] = await Promise.all([
          child.exited,
          new Response(child.stdout).text(),
          new Response(child.stderr).text(),
        ]);
        return { exitCode, stdout, stderr };
      } finally {
        await server.stop(true);
      }
    };

    test("asks for the next prompt, once", async () => {
      const asked: { path: string; messages: number }[] = [];
      const { exitCode, stdout } = await ask(async (request) => {
        const { messages } = (await request.json()) as { messages: unknown[] };
        asked.push({ path: new URL(request.url).pathname, messages: messages.length });
        return Response.json({ input_tokens: 512 });
      });
      expect(exitCode).toBe(0);
      expect(asked).toEqual([{ path: "/v1/messages/count_tokens", messages: 5 }]);
      const { exact: count, session } = JSON.parse(stdout) as ContextJson;
      const { estimatedTokens } = session!;
      const error = estimatedTokens / 512 - 1;
      expect(count).toEqual({ turn: 3, exactTokens: 512, estimatedTokens, error });
    });

    test("fails with what the API said where it refuses", async () => {
      const error = { type: "permission_error", message: "not for you" };
      const { exitCode, stdout, stderr } = await ask(() =>
        Response.json({ type: "error", error }, { status: 403 }),
      );
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
      expect(stderr).toContain("not for you");
    });
  });
});
