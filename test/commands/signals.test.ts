import { join } from "node:path";
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { type Desk, fixture, newDesk } from "./command-line.ts";

// Whole processes on a machine that may be busy: slowness is no failure.
setDefaultTimeout(60_000);

let desk: Desk;
beforeAll(async () => {
  desk = await newDesk();
});
afterAll(() => desk.clear());

async function listening() {
  const going = desk.start("serve", fixture("served"), "--lenient");
  for await (const line of going.lines()) if (line.includes("http://127.0.0.1")) break;
  return going;
}

/** How soon a runner passes a signal on; a busy machine may take longer to send the second one. */
const soonMs = 50;

test("a Ctrl-C that a runner passes on, too, is one: the report comes whole, with its exit code", async () => {
  for (;;) {
    const going = await listening();
    const beganAtMs = Bun.nanoseconds() / 1e6;
    going.kill("SIGINT");
    await Bun.sleep(3);
    going.kill("SIGINT");
    const isSoon = Bun.nanoseconds() / 1e6 - beganAtMs < soonMs;
    const { exitCode, stdout } = await going.ended;
    if (!isSoon) continue;
    expect(stdout).toContain("repl");
    expect(exitCode).toBe(0);
    break;
  }
});

const signals = join(import.meta.dir, "../../src/commands/signals.ts");

/** What a program prints that gets two signals soon after each other, and how it ends. `onFirst` is its code for the first. */
async function interruptedTwice(onFirst: string) {
  const program = `import { onInterrupt } from ${JSON.stringify(signals)};
    const report = () => { console.log("report"); process.exit(0); };
    const watch = onInterrupt({ letGo() { ${onFirst} }, killAll() {} });
    setInterval(() => {}, 1000);
    console.log("ready");`;
  const child = Bun.spawn([process.execPath, "-e", program], { stdout: "pipe" });
  const reader = child.stdout.getReader();
  await reader.read();
  child.kill("SIGINT");
  await Bun.sleep(20);
  child.kill("SIGINT");
  const { value } = await reader.read();
  return { text: new TextDecoder().decode(value), exitCode: await child.exited };
}

test.each([
  [
    "busy",
    "setTimeout(() => { for (const until = Date.now() + 400; Date.now() < until; ); report(); }, 5);",
  ],
  ["writing its reports", "watch.release(); setTimeout(report, 60);"],
])("a process that is %s when the second one comes ends as it would have", async (_, onFirst) => {
  expect(await interruptedTwice(onFirst)).toEqual({ text: "report\n", exitCode: 0 });
});
