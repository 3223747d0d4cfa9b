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
