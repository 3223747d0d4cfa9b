import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createMockProvider } from "../../../src/mock-provider/mock-provider.ts";
import { immediatePacer } from "../../../src/mock-provider/sending/pacer.ts";
import {
  calls,
  reply,
  says,
  scenario,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "../../../src/sim/api.ts";
import type { Problem } from "../../../src/sim/problem.ts";
import { addressReplies } from "../../../src/replies/address-replies.ts";
import { recording } from "../../mock-provider/recording.ts";
import { type Desk, eventsOf, newDesk } from "../command-line.ts";

// Whole processes on a machine that may be busy: slowness is no failure.
setDefaultTimeout(60_000);

let desk: Desk;
beforeAll(async () => {
  desk = await newDesk();
});
afterAll(() => desk.clear());

const script = scenario({
  name: "one file",
  epic: "Write a file",
  models: [
    tier1(reply(tracks({ id: "only", title: "Only" }))),
    tier2("only", reply(tickets({ id: "only-1", title: "Write it" }))),
    tier3(
      "only-1",
      reply(says("I write."), calls("write", { file_path: "new.txt", content: "ü\n" })),
      reply(says("Written.")),
    ),
  ],
});

/** A server on this machine that speaks OpenAI's wire and says what the script says. */
function serve() {
  const problems: Problem[] = [];
  const observer = recording();
  const source = addressReplies(
    script,
    (problem) => problems.push(problem),
    () => null,
  );
  const mock = createMockProvider({ source, pacer: immediatePacer, observer, nowMs: () => 0 });
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: (request) => mock.fetch(request),
  });
  return {
    baseUrl: `http://127.0.0.1:${server.port}/v1`,
    observer,
    problems: () => [...problems, ...source.unused()],
    [Symbol.asyncDispose]: () => server.stop(true),
  };
}

const openai = ["--provider", "openai"] as const;

describe("run --provider openai", () => {
  test("executes a whole run on a server of this machine, without a key", async () => {
    await using server = serve();
    const root = await desk.repository();
    const flags = ["--base-url", server.baseUrl, "--model", "local-model", "--yes", "--json"];
    const run = await desk.rehearsal("run", "Write a file", "--repo", root, ...openai, ...flags);
    expect(run).toMatchObject({ exitCode: 0, stderr: "" });
    const branch = (await desk.git(root, "branch", "--list", "rehearsal/*")).trim();
    expect(await desk.git(root, "show", `${branch}:new.txt`)).toBe("ü\n");
    const [started] = eventsOf(run.stdout);
    expect(started).toMatchObject({
      settings: { models: { tier3: { provider: "openai", model: "local-model" } } },
    });
    expect(server.problems()).toEqual([]);
    const requests = server.observer.observations.filter(({ type }) => type === "request");
    expect(requests).toHaveLength(4);
    for (const request of requests)
      expect(request).toMatchObject({ wire: "openai-chat", body: { model: "local-model" } });
  });

  test("goes on with a run that waits, on the same provider and no other", async () => {
    await using server = serve();
    const config = (settings: object) => `export default ${JSON.stringify(settings)};\n`;
    const rules = [{ action: "allow" }, { action: "ask", kind: "tracks" }];
    const known = { servers: { [server.baseUrl]: { body: { seed: 7 } } }, rules };
    const root = await desk.repository({ "rehearsal.config.ts": config(known) });
    const flags = ["--base-url", server.baseUrl, "--model", "local-model"];
    const run = await desk.rehearsal("run", "Write a file", "--repo", root, ...openai, ...flags);
    expect(run.exitCode).toBe(3);
    const resume = (...more: readonly string[]) =>
      desk.rehearsal("resume", "latest", "--repo", root, ...more);
    const other = await resume("--provider", "anthropic");
    expect(other).toMatchObject({ exitCode: 2, stdout: "" });
    expect(other.stderr).toContain("--provider openai");
    // Whatever is set by then, it goes on at the server that it began with, and as that was to be asked.
    const elsewhere = { provider: "openai", baseUrl: "http://127.0.0.1:9/v1" };
    await Bun.write(join(root, "rehearsal.config.ts"), config(elsewhere));
    await desk.rehearsal("answer", "latest", "tracks:1", "approve", "--repo", root);
    expect(await resume()).toMatchObject({ exitCode: 0 });
    expect(server.problems()).toEqual([]);
    const requests = server.observer.observations.filter(({ type }) => type === "request");
    expect(requests).toHaveLength(4);
    for (const request of requests)
      expect(request).toMatchObject({ body: { model: "local-model", seed: 7 } });
  });

  test("is one of two, each of which is asked where it was by the run's start, and elsewhere where a flag says so", async () => {
    await using first = serve();
    await using second = serve();
    const anthropicAt = ({ baseUrl }: typeof first) => ({
      ANTHROPIC_BASE_URL: baseUrl.replace("/v1", ""),
    });
    const wiresAt = ({ observer }: typeof first) =>
      observer.observations.flatMap((seen) => (seen.type === "request" ? [seen.wire] : []));
    const own = { provider: "anthropic", model: "m" };
    const config = {
      provider: "openai",
      baseUrl: first.baseUrl,
      models: { tier1: own, tier2: "m", tier3: own, tier4: "m" },
      rules: ["tracks", "tickets"].reduce<object[]>(
        (rules, kind) => [...rules, { action: "ask", kind }],
        [{ action: "allow" }],
      ),
    };
    const root = await desk.repository({
      "rehearsal.config.ts": `export default ${JSON.stringify(config)};\n`,
    });
    const going = (server: typeof first, ...args: readonly string[]) =>
      desk.rehearsalWith(anthropicAt(server), ...args, "--repo", root);
    // The provider of single tiers has its address from its own variable.
    expect((await going(first, "run", "Write a file")).exitCode).toBe(3);
    await desk.rehearsal("answer", "latest", "tracks:1", "approve", "--repo", root);
    // Whatever that says by then.
    const resume = (...more: readonly string[]) => going(second, "resume", "latest", ...more);
    const unclear = await resume("--base-url", second.baseUrl);
    expect(unclear).toMatchObject({ exitCode: 2, stdout: "" });
    expect(unclear.stderr).toContain("--provider anthropic or --provider openai");
    const elsewhere = ["--provider", "openai", "--base-url", second.baseUrl];
    expect((await resume(...elsewhere)).exitCode).toBe(3);
    await desk.rehearsal("answer", "latest", "tickets:only:1", "approve", "--repo", root);
    expect((await resume(...elsewhere)).exitCode).toBe(0);
    expect(wiresAt(first)).toEqual(["anthropic", "anthropic", "anthropic"]);
    expect(wiresAt(second)).toEqual(["openai-chat"]);
  });

  test("is chosen by a configuration as well, with its address and its models", async () => {
    await using server = serve();
    const config = { provider: "openai", baseUrl: server.baseUrl, models: {} as object };
    config.models = Object.fromEntries([1, 2, 3, 4].map((tier) => [`tier${tier}`, "configured"]));
    const root = await desk.repository({
      "rehearsal.config.ts": `export default ${JSON.stringify(config)};\n`,
    });
    const run = await desk.rehearsal("run", "Write a file", "--repo", root, "--yes");
    expect(run.exitCode).toBe(0);
    expect(server.observer.observations[0]).toMatchObject({ body: { model: "configured" } });
  });
});

describe("run --provider openai ends with 2 and leaves no branch", () => {
  test.each([
    ["without a key", ["--model", "m"], ["OPENAI_API_KEY", "--base-url", "api.openai.com"]],
    [
      "without a key for a server elsewhere",
      ["--model", "m", "--base-url", "https://models.example.org/v1"],
      ["OPENAI_API_KEY", "models.example.org"],
    ],
    [
      "without a model",
      ["--base-url", "http://localhost:1/v1"],
      ["No model is named for tier1", "--model NAME"],
    ],
    [
      "with a scenario",
      ["--model", "m", "--scenario", "x.scenario.ts"],
      ["leave out --provider openai"],
    ],
  ])("%s", async (_what, flags, shown) => {
    const root = await desk.repository();
    const { exitCode, stdout, stderr } = await desk.rehearsal(
      ...["run", "x", "--repo", root, ...openai, ...flags],
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    for (const text of shown) expect(stderr).toContain(text);
    expect(await desk.git(root, "branch", "--list", "rehearsal/*")).toBe("");
  });
});
