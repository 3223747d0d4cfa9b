import { describe, expect, test } from "bun:test";
import { outsideNames, processExits, rawTimeAndChance } from "./outside-world.ts";
import { moduleOf } from "./tree.ts";

describe("raw time and chance", () => {
  test.each([
    "Date.now()",
    "const later = [1].map(Date.now)",
    `Date["now"]()`,
    "globalThis.Date.now()",
    "const { now } = Date",
    "new Date()",
    "new globalThis.Date()",
    "Date()",
    "performance.now()",
    "setTimeout(() => {}, 1)",
    "globalThis.setTimeout(() => {}, 1)",
    "const wait = setTimeout",
    "const timers = { setTimeout }",
    "setInterval(tick)",
    "setImmediate(tick)",
    "AbortSignal.timeout(5)",
    "await Bun.sleep(5)",
    "Math.random()",
    "const { random } = Math",
    "crypto.randomUUID()",
    "crypto.getRandomValues(bytes)",
    "process.hrtime.bigint()",
    `import { setTimeout } from "node:timers/promises"`,
    `import { performance as watch } from "perf_hooks"`,
    `import { randomUUID as name } from "node:crypto"`,
    `import { randomBytes } from "crypto"`,
    `import * as everything from "node:crypto"`,
  ])("is seen: %s", (text) => {
    expect(rawTimeAndChance(moduleOf(text))).toHaveLength(1);
  });

  test.each([
    "// Date.now() and setTimeout",
    `const text = "Date.now() Math.random()"`,
    "new Date(nowMs).toISOString()",
    "Date.parse(text) + Date.UTC(2026, 1)",
    "value instanceof Date",
    "let timer: ReturnType<typeof setTimeout>",
    "type Timers = { setTimeout: number }",
    "const timers = { setTimeout: 1 }",
    "clock.setTimeout(1)",
    "scheduler.random()",
    "Math.floor(1.5)",
    `import { createHash } from "node:crypto"`,
  ])("is not seen where there is none: %s", (text) => {
    expect(rawTimeAndChance(moduleOf(text))).toEqual([]);
  });

  test("is told with its place and a way out", () => {
    expect(rawTimeAndChance(moduleOf("\nconst nowMs = Date.now();"))).toEqual([
      "src/a.ts:2 uses Date.now: take the Clock port, or put it into src/clock/",
    ]);
  });
});

describe("an end of the process", () => {
  test.each([
    "process.exit(1)",
    "globalThis.process.exit()",
    "const { exit } = process",
    "process.abort()",
  ])("is seen: %s", (text) => {
    expect(processExits(moduleOf(text))).toHaveLength(1);
  });

  test.each(["process.exitCode = 1", "process.env.PATH", "// process.exit()"])(
    "is not seen where there is none: %s",
    (text) => {
      expect(processExits(moduleOf(text))).toEqual([]);
    },
  );
});

describe("the outside world", () => {
  test.each([
    "Promise.resolve(1)",
    "function later(): Promise<void> {}",
    "process.env.HOME",
    "const home = process",
    `Bun.file("a")`,
    "console.log(1)",
    "fetch(url)",
    "queueMicrotask(next)",
  ])("is seen: %s", (text) => {
    expect(outsideNames(moduleOf(text))).toHaveLength(1);
  });

  test.each([
    "// a Promise, the process and console.log",
    "const names = { process: 1, console: 2 }",
    "state.process + state.fetch",
    "interface Step { process: string }",
  ])("is not seen where there is none: %s", (text) => {
    expect(outsideNames(moduleOf(text))).toEqual([]);
  });
});
