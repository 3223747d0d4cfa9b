import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import Anthropic from "@anthropic-ai/sdk";
import { type Desk, type Ended, fixture, newDesk } from "../command-line.ts";

// Whole processes on a machine that may be busy: slowness is no failure.
setDefaultTimeout(60_000);

let desk: Desk;
beforeAll(async () => {
  desk = await newDesk();
});
afterAll(() => desk.clear());

interface Served {
  readonly origin: string;
  ask(word: string, retries?: number): Promise<Anthropic.Message>;
  stop(): Promise<Ended>;
}

async function serve(...flags: readonly string[]): Promise<Served> {
  const going = desk.start("serve", fixture("served"), ...flags);
  const origin = await originIn(going.lines());
  return {
    origin,
    ask: (word, maxRetries = 0) =>
      new Anthropic({ apiKey: "any", baseURL: origin, maxRetries }).messages.create({
        model: "claude-opus-5",
        max_tokens: 100,
        messages: [{ role: "user", content: word }],
      }),
    stop() {
      going.kill("SIGINT");
      return going.ended;
    },
  };
}

/** From what is printed first, as text or as JSON. */
async function originIn(lines: AsyncGenerator<string>): Promise<string> {
  for await (const line of lines) {
    const found = /^Anthropic: (.*)|"anthropic":"(.*?)"/.exec(line);
    if (found !== null) return String(found[1] ?? found[2]);
  }
  throw new Error("rehearsal serve did not start");
}

const textOf = ({ content }: Anthropic.Message) =>
  content.map((block) => (block.type === "text" ? block.text : block.type)).join(" ");

const linesIn = (stdout: string) =>
  stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { type: string });

/** Asks for the stream that falls silent, and reads what comes until then. */
async function beginStalled(origin: string, signal: AbortSignal | null = null): Promise<void> {
  const response = await fetch(`${origin}/v1/messages`, {
    method: "POST",
    headers: { "x-api-key": "any", "anthropic-version": "2023-06-01" },
    body: JSON.stringify({
      model: "claude-opus-5",
      max_tokens: 9,
      stream: true,
      messages: [{ role: "user", content: "stalled" }],
    }),
    signal,
  });
  await response.body!.getReader().read();
  while (!(await (await fetch(origin)).text()).includes("stall after")) await Bun.sleep(5);
}

describe("rehearsal serve", () => {
  test("prints where it is, answers a client, tells which reply was met, and ends with what is left", async () => {
    const served = await serve();
    expect(textOf(await served.ask("a plain word"))).toBe("Hello there.");
    expect(textOf(await served.ask("limited", 2))).toBe("After a while.");
    const { exitCode, stdout, stderr } = await served.stop();
    expect(exitCode).toBe(1);
    expect(stdout).toBe(
      [
        "Scenario:  served <b>&</b>, 11 replies",
        `Anthropic: ${served.origin}`,
        `OpenAI:    ${served.origin}/v1`,
        `Page:      ${served.origin}/`,
        "",
      ].join("\n"),
    );
    const asked = "POST /v1/messages · opus-5";
    expect(stderr.replace(/\d+ ms$/gm, "… ms")).toStartWith(
      [
        `#1   ${asked} · "a plain word" → reply 2 says "Hello there." · … ms`,
        `#2   ${asked} · "limited" → reply 3 says "After a while." · 429, retry-after 0.02s · … ms`,
        `#3   ${asked} · retry 1 · "limited" → reply 3 says "After a while.", try 2 · 529 · … ms`,
        `#4   ${asked} · retry 2 · "limited" → reply 3 says "After a while.", try 3 · … ms`,
        "4 requests · 2 of 11 replies used · 2 faults",
        "Unused:",
        `  - No request met tier1 reply 1 (says "For anybody.") · ${fixture("served")}:26`,
      ].join("\n"),
    );
  });

  test("refused requests fail it, with their method and path; what a browser asks by itself does not", async () => {
    const served = await serve("--json");
    const key = { "x-api-key": "any", "anthropic-version": "2023-06-01" };
    const statuses = [
      await fetch(`${served.origin}/`, { method: "HEAD" }),
      await fetch(`${served.origin}/favicon.ico`),
      await fetch(`${served.origin}/v1/models`, { headers: key }),
      await fetch(`${served.origin}/v1/foo`, { method: "POST", body: "{}" }),
      await fetch(`${served.origin}/v1/messages`, { headers: key }),
      await fetch(`${served.origin}/v1/messages`, { method: "POST", headers: key, body: "{" }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([200, 404, 200, 404, 405, 400]);
    const { exitCode, stdout } = await served.stop();
    expect(exitCode).toBe(1);
    expect(linesIn(stdout).slice(1)).toMatchObject([
      { number: 1, method: "GET", path: "/v1/models", outcome: { type: "told" }, status: 200 },
      { number: 2, method: "POST", path: "/v1/foo", outcome: { type: "refused" }, status: 404 },
      { number: 3, method: "GET", path: "/v1/messages", status: 405 },
      { number: 4, method: "POST", path: "/v1/messages", status: 400, model: null },
      { type: "ended", counts: { requests: 4, refused: 3, unmatched: 0 } },
    ]);
    expect(stdout).toContain("#2 POST /v1/foo was refused with 404");
  });

  test("a request on which the mock itself fails is answered with 500, and fails it", async () => {
    // What a test of the user's own makes of a body is past every check of it.
    const file = join(desk.folder, "endless.scenario.ts");
    const api = join(import.meta.dir, "..", "..", "..", "src", "sim", "api.ts");
    await Bun.write(
      file,
      `import { reply, says, served } from ${JSON.stringify(api)};
      const endless = (body) => {
        if (body.messages[0].content !== "endless") return false;
        body.system = [{ type: "text", text: "", body }];
        return true;
      };
      export default served({ name: "endless", replies: [
        reply(says("Hello there.")),
        reply(says("never said")).when(endless),
      ] });`,
    );
    const going = desk.start("serve", file, "--json");
    const origin = await originIn(going.lines());
    const ask = (content: string) =>
      fetch(`${origin}/v1/messages`, {
        method: "POST",
        headers: { "x-api-key": "any", "anthropic-version": "2023-06-01" },
        body: JSON.stringify({
          model: "claude-opus-5",
          max_tokens: 9,
          messages: [{ role: "user", content }],
        }),
      });
    const response = await ask("endless");
    const message = expect.stringContaining("The mock itself failed on this request");
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ error: { type: "api_error", message } });
    expect((await ask("plain")).status).toBe(200);
    going.kill("SIGINT");
    const { exitCode, stdout } = await going.ended;
    expect(exitCode).toBe(1);
    expect(linesIn(stdout).slice(1)).toMatchObject([
      { number: 1, outcome: { type: "refused", message }, status: 500, end: "answered" },
      { number: 2, outcome: { type: "met" }, status: 200 },
      { type: "ended", counts: { requests: 2, refused: 1 } },
    ]);
    expect(stdout).toContain("#1 POST /v1/messages was refused with 500");
  });

  test("a model that is none of Anthropic's is unknown, unless it is named", async () => {
    const served = await serve("--lenient", "--model", "my-own-model");
    const ask = (model: string) =>
      fetch(`${served.origin}/messages`, {
        method: "POST",
        headers: { "x-api-key": "any", "anthropic-version": "2023-06-01" },
        body: JSON.stringify({
          model,
          max_tokens: 9,
          messages: [{ role: "user", content: "plain" }],
        }),
      });
    const unknown = await ask("another-model");
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toMatchObject({ error: { message: "model: another-model" } });
    expect((await ask("my-own-model")).status).toBe(200);
    expect((await served.stop()).stderr).toContain('--model "another-model"');
  });

  test("a client that leaves is told of", async () => {
    const served = await serve("--json", "--lenient");
    const leaving = new AbortController();
    await beginStalled(served.origin, leaving.signal);
    leaving.abort();
    while (!(await (await fetch(served.origin)).text()).includes("client left")) await Bun.sleep(5);
    const { exitCode, stdout } = await served.stop();
    expect(exitCode).toBe(0);
    expect(linesIn(stdout).slice(1)).toMatchObject([
      { number: 1, end: "stalled", fault: { type: "stall" } },
      { number: 1, end: "left", streamed: true, words: "stalled" },
      { type: "ended", counts: { requests: 1, faulted: 1, left: 1 } },
    ]);
  });

  test("what is open when the server stops is told of as that", async () => {
    const served = await serve("--json", "--lenient");
    await beginStalled(served.origin);
    const { stdout } = await served.stop();
    expect(linesIn(stdout).slice(1)).toMatchObject([
      { number: 1, end: "stalled" },
      { number: 1, end: "stopped" },
      { type: "ended", counts: { requests: 1, left: 0 } },
    ]);
  });

  test("as JSON is a line for each request, and nothing else on stdout", async () => {
    const served = await serve("--json", "--lenient");
    await served.ask("plain");
    await served.ask("anything", 0);
    await served.ask("and one too many", 0).catch(() => {});
    const { exitCode, stdout, stderr } = await served.stop();
    expect(exitCode).toBe(0);
    expect(stderr).toBe("");
    expect(linesIn(stdout)).toMatchObject([
      {
        type: "listening",
        scenario: "served <b>&</b>",
        replies: 11,
        anthropic: served.origin,
        openai: `${served.origin}/v1`,
        page: `${served.origin}/`,
      },
      {
        type: "request",
        number: 1,
        method: "POST",
        path: "/v1/messages",
        model: "claude-opus-5",
        streamed: false,
        words: "plain",
        retryCount: 0,
        outcome: { type: "met", reply: "tier1 reply 2", try: 1, fault: null },
        fault: null,
        status: 200,
        end: "answered",
      },
      { type: "request", number: 2, outcome: { type: "met", reply: "tier1 reply 1" } },
      { type: "request", number: 3, outcome: { type: "unmatched" } },
      { type: "ended", counts: { requests: 3, unmatched: 1 } },
    ]);
  });

  test("breaks connections as the scenario says", async () => {
    const served = await serve("--lenient");
    const stream = async (word: string) => {
      const response = await fetch(`${served.origin}/v1/messages`, {
        method: "POST",
        headers: { "x-api-key": "any", "anthropic-version": "2023-06-01" },
        body: JSON.stringify({
          model: "claude-opus-5",
          max_tokens: 100,
          stream: true,
          messages: [{ role: "user", content: word }],
        }),
      });
      const decoder = new TextDecoder();
      let text = "";
      try {
        for await (const chunk of response.body ?? [])
          text += decoder.decode(chunk, { stream: true });
        return `${text}|closed`;
      } catch (error) {
        return `${text}|${(error as { code?: string }).code}`;
      }
    };
    expect(await stream("refused").catch((error: { code: string }) => error.code)).toBe(
      "ECONNRESET",
    );
    expect(await stream("refused")).toContain("At last.");
    const torn = await stream("torn");
    // How much of it is read before the reset is the kernel's affair.
    expect(torn).toEndWith("|ECONNRESET");
    expect(torn).not.toContain("message_stop");
    const cut = await stream("cut");
    expect(cut).toEndWith("|ECONNRESET");
    expect(cut).not.toContain("message_stop");
    const broken = await stream("broken");
    expect(broken).toContain("event: error");
    expect(broken).toContain("overloaded_error");
    expect((await served.stop()).exitCode).toBe(0);
  });

  test("shows on a page what came and what is left, and lets nothing in it act", async () => {
    const served = await serve("--lenient");
    await served.ask("plain");
    for (const word of ["one", "<script>alert(1)</script>"]) await served.ask(word).catch(() => {});
    const response = await fetch(served.origin);
    const policy = response.headers.get("content-security-policy");
    expect(policy).toStartWith(
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-",
    );
    const source = await response.text();
    // Its own script, by its hash, is all that may run.
    const [own, ...others] = [...source.matchAll(/<script[^>]*>(.*?)<\/script>/gs)];
    expect(others).toEqual([]);
    const hash = new Bun.CryptoHasher("sha256").update(own![1]!).digest("base64");
    expect(policy).toContain(`script-src 'sha256-${hash}'`);
    const page = source.replace(/\s+/g, " ");
    expect(page).toContain("3 requests, 9 of 11 replies left, 1 miss");
    expect(page).toContain("served &lt;b&gt;&amp;&lt;/b&gt;");
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    // Where what went wrong is told, and at its request.
    expect(page.match(/No reply is meant for this request/g)).toHaveLength(2);
    expect(page).toContain(
      "<b>reply 3</b>says &quot;After a while.&quot;, for a request that contains &quot;limited&quot; <small>line 28</small>",
    );
    await served.stop();
  });

  test("does not listen where other machines are, unless it is told to", async () => {
    const refused = await desk.rehearsal("serve", fixture("served"), "--host", "0.0.0.0");
    expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
    expect(refused.stderr).toContain("--allow-remote");
  });

  test("says which port is taken", async () => {
    const served = await serve("--lenient");
    const { port } = new URL(served.origin);
    const second = await desk.rehearsal("serve", fixture("served"), "--port", port);
    expect(second).toMatchObject({ exitCode: 2, stdout: "" });
    expect(second.stderr).toContain(`port ${port}`);
    await served.stop();
  });

  test("that a file with mistakes is refused, with its line", async () => {
    const refused = await desk.rehearsal("serve", fixture("broken"));
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain(`${fixture("broken")}:7:`);
  });
});
