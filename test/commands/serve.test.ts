import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import Anthropic from "@anthropic-ai/sdk";
import { type Desk, type Ended, fixture, newDesk } from "./command-line.ts";

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
  const first = await going.lines().next();
  const line = String(first.value);
  const origin = line.startsWith("{")
    ? String((JSON.parse(line) as { anthropic: string }).anthropic)
    : line.replace("Anthropic: ", "");
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

const textOf = ({ content }: Anthropic.Message) =>
  content.map((block) => (block.type === "text" ? block.text : block.type)).join(" ");

describe("rehearsal serve", () => {
  test("prints where it is, answers a client, tells which reply was met, and ends with what is left", async () => {
    const served = await serve();
    expect(textOf(await served.ask("a plain word"))).toBe("Hello there.");
    expect(textOf(await served.ask("limited", 2))).toBe("After a while.");
    const { exitCode, stdout, stderr } = await served.stop();
    expect(exitCode).toBe(1);
    expect(stdout).toBe(
      `Anthropic: ${served.origin}\nOpenAI:    ${served.origin}/v1\nPage:      ${served.origin}/\n`,
    );
    expect(stderr).toStartWith(
      [
        "#1 /v1/messages → tier1 reply 2",
        "#2 /v1/messages → tier1 reply 3, with the fault status",
        "#3 /v1/messages (retry 1) → tier1 reply 3, try 2, with the fault status",
        "#4 /v1/messages (retry 2) → tier1 reply 3, try 3",
        "What did not fit:",
        "- No request met tier1 reply 1.",
      ].join("\n"),
    );
    expect(stderr).toContain('- No request met the fault "stall" on tier1 reply 8, try 1.');
  });

  test("as JSON is a line for each request, and nothing else on stdout", async () => {
    const served = await serve("--json", "--lenient");
    await served.ask("plain");
    await served.ask("anything", 0);
    await served.ask("and one too many", 0).catch(() => {});
    const { exitCode, stdout, stderr } = await served.stop();
    expect(exitCode).toBe(0);
    expect(stderr).toBe("");
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string });
    expect(lines).toMatchObject([
      { type: "listening", anthropic: served.origin, openai: `${served.origin}/v1` },
      { type: "request", number: 1, outcome: { type: "met", reply: "tier1 reply 2", try: 1 } },
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
    expect(cut).toEndWith("|closed");
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
    expect(response.headers.get("content-security-policy")).toStartWith("default-src 'none'");
    const page = (await response.text()).replace(/\s+/g, " ");
    expect(page).toContain("3 requests, 9 of 11 replies left, 1 miss");
    expect(page).toContain("served &lt;b&gt;&amp;&lt;/b&gt;");
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(page).not.toContain("<script");
    expect(page).toContain("<code>tier1 reply 3</code>");
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
