import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Desk, newDesk } from "../command-line.ts";

// Whole processes on a machine that may be busy: slowness is no failure.
setDefaultTimeout(60_000);

let desk: Desk;
beforeAll(async () => {
  desk = await newDesk();
  const api = join(import.meta.dir, "..", "..", "..", "src", "sim", "api.ts");
  await Bun.write(
    join(desk.folder, "agent.ts"),
    `const [asks = "1", code = "0"] = Bun.argv.slice(2);
    for (let left = Number(asks); left > 0; left--) {
      const response = await fetch(\`\${process.env.ANTHROPIC_BASE_URL}/v1/messages\`, {
        method: "POST",
        headers: { "x-api-key": process.env.ANTHROPIC_API_KEY ?? "", "anthropic-version": "2023-06-01" },
        body: JSON.stringify({ model: "claude-opus-5", max_tokens: 9, messages: [{ role: "user", content: "hi" }] }),
      });
      console.log(\`agent: \${response.status}\`);
    }
    process.exit(Number(code));`,
  );
  await Bun.write(
    join(desk.folder, "rain.scenario.ts"),
    `import { overloaded, reply, says, served } from ${JSON.stringify(api)};
    export default served({ name: "rain", replies: [reply(says("It rains.")).fails(overloaded())] });`,
  );
});
afterAll(() => desk.clear());

const served = (flags: readonly string[], ...command: readonly string[]) =>
  desk.rehearsal("serve", join(desk.folder, "rain.scenario.ts"), ...flags, "--", ...command);
const agent = (...args: readonly string[]) => [process.execPath, "agent.ts", ...args];

describe("a command behind --", () => {
  test("finds the server in its environment, and serving ends with it", async () => {
    const { exitCode, stdout, stderr } = await served([], ...agent("2"));
    expect(stdout).toContain("agent: 529\nagent: 200\n");
    expect(stderr).toContain("Every reply was met");
    expect(exitCode).toBe(0);
  });

  test("is judged by its requests, whatever it says of itself", async () => {
    const { exitCode, stderr } = await served([], ...agent("1"));
    expect(stderr).toContain("no retry came");
    expect(exitCode).toBe(1);
  });

  test("that fails is a failure, although all was met", async () => {
    const { exitCode, stderr } = await served(["--lenient"], ...agent("2", "7"));
    expect(stderr).toContain("The command ended with 7");
    expect(exitCode).toBe(1);
  });

  test("writes to stderr where stdout is for a program", async () => {
    const { exitCode, stdout, stderr } = await served(["--json"], ...agent("2"));
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string });
    expect(lines.map(({ type }) => type)).toEqual(["listening", "request", "request", "ended"]);
    expect(lines.at(-1)).toMatchObject({ command: 0 });
    expect(stderr).toContain("agent: 200");
    expect(exitCode).toBe(0);
  });

  test("that ends in the middle of a reply is told of, unless it is to leave there", async () => {
    const api = join(import.meta.dir, "..", "..", "..", "src", "sim", "api.ts");
    const leaves = `const response = await fetch(process.env.ANTHROPIC_BASE_URL + "/v1/messages", {
        method: "POST",
        headers: { "x-api-key": "any", "anthropic-version": "2023-06-01" },
        body: JSON.stringify({ model: "claude-opus-5", max_tokens: 9, stream: true, messages: [{ role: "user", content: "hi" }] }),
      });
      await response.body.getReader().read();
      process.exit(0);`;
    const play = async (name: string, word: string) => {
      const file = join(desk.folder, `${name}.scenario.ts`);
      await Bun.write(
        file,
        `import { reply, says, served } from ${JSON.stringify(api)};
        export default served({ name: "slow", replies: [
          reply(says("It rains. ".repeat(900))).chunkDelay("50ms")${word},
        ] });`,
      );
      const { exitCode, stdout } = await desk.rehearsal(
        ...["serve", file, "--json", "--", process.execPath, "-e", leaves],
      );
      const ended = JSON.parse(stdout.trim().split("\n").at(-1)!) as { problems: object[] };
      return { exitCode, problems: ended.problems };
    };
    expect(await play("left", "")).toMatchObject({
      exitCode: 1,
      problems: [
        {
          type: "left-reply",
          message: expect.stringContaining("reply 1 was left half-read (#1, after "),
          reply: "reply 1",
          number: 1,
          line: null,
        },
      ],
    });
    expect(await play("leaving", ".leaves()")).toEqual({ exitCode: 0, problems: [] });
  });

  test("that there is not ends with 2", async () => {
    const { exitCode, stderr } = await served([], "no-such-program");
    expect(stderr).toContain("The command no-such-program cannot be started");
    expect(exitCode).toBe(2);
  });

  test("asks the server, and no proxy", async () => {
    const prints = "console.log(process.env.NO_PROXY, process.env.no_proxy)";
    const { stdout } = await served(["--lenient"], process.execPath, "-e", prints);
    expect(stdout).toContain("127.0.0.1 127.0.0.1");
  });

  test("is ended with what serves it, also behind a shell", async () => {
    const file = join(desk.folder, "rain.scenario.ts");
    const waits = "sleep 300 & echo agent $!; wait";
    const going = desk.start("serve", file, "--", "sh", "-c", waits);
    let pid = 0;
    for await (const line of going.lines()) {
      pid = Number(/^agent (\d+)/.exec(line)?.[1] ?? 0);
      if (pid > 0) break;
    }
    going.kill("SIGTERM");
    expect((await going.ended).exitCode).toBe(1);
    const isGone = () => {
      try {
        return /State:\tZ/.test(readFileSync(`/proc/${pid}/status`, "utf8"));
      } catch {
        return true;
      }
    };
    while (!isGone()) await Bun.sleep(5);
  });

  test("is ended with what serves it", async () => {
    const file = join(desk.folder, "rain.scenario.ts");
    const waits = `console.log("agent waits"); setInterval(() => {}, 1_000);`;
    const going = desk.start("serve", file, "--", process.execPath, "-e", waits);
    for await (const line of going.lines()) if (line === "agent waits") break;
    going.kill("SIGINT");
    expect((await going.ended).exitCode).toBe(1);
  });
});
