import { expect, test } from "bun:test";
import { join } from "node:path";

const watchdog = join(import.meta.dir, "../../../src/commands/sim/watchdog.ts");

/** What a program prints that sets a watchdog on itself, and how it ends. */
async function watched(rest: string, limitMs = 200) {
  const program = `import { newWatchdog } from ${JSON.stringify(watchdog)};
    const watchdog = newWatchdog();
    watchdog.watch(60_000, { text: "too late", exitCode: 1 });
    watchdog.watch(${limitMs}, { text: "still in the loop", exitCode: 2 });
    ${rest}`;
  const child = Bun.spawn([process.execPath, "-e", program], { stderr: "pipe" });
  const text = await new Response(child.stderr).text();
  return { text, exitCode: await child.exited };
}

test("a process whose code goes round for ever is ended, with the words for what went on last", async () => {
  const { text, exitCode } = await watched("while (true) {}");
  expect(text).toBe("still in the loop");
  expect(exitCode).toBe(2);
});

test("whoever waits is told before, once", async () => {
  const { text } = await watched(
    `const end = { text: "still in the loop", exitCode: 2, early: { afterMs: 300, text: "early " } };
    watchdog.watch(2_000, end); while (true) {}`,
  );
  expect(text).toBe("early still in the loop");
});

test("one that comes to its end, or lets go of the watchdog, is left alone", async () => {
  expect(await watched("")).toEqual({ text: "", exitCode: 0 });
  expect(await watched("watchdog.release(); await Bun.sleep(400);")).toEqual({
    text: "",
    exitCode: 0,
  });
});

test("one that others keep from the processor has as much of its time, and is not killed by the clock", async () => {
  // Longer than the limit by the clock, with a tenth of the processor. It is taken for idle after five eighths of the
  // limit with next to nothing of the processor, so the limit is long beside what a loaded machine takes for a turn.
  const limitMs = 2_400;
  const works = `
    const used = () => process.cpuUsage().user;
    const ends = performance.now() + ${limitMs * 1.25};
    while (performance.now() < ends) {
      const before = used();
      while (used() - before < 4_000) {}
      await Bun.sleep(40);
    }
    watchdog.release();`;
  expect(await watched(works, limitMs)).toEqual({ text: "", exitCode: 0 });
});
