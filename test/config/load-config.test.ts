import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isConfigError } from "../../src/config/config-error.ts";
import { loadConfig } from "../../src/config/load-config.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "rehearsal-config-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const path = () => join(root, "rehearsal.config.ts");

function load(source: string) {
  writeFileSync(path(), source);
  return loadConfig(root);
}

/** The message's lines, with the file's folder left out. */
async function complaintsAbout(source: string): Promise<readonly string[]> {
  try {
    await load(source);
  } catch (error) {
    if (!isConfigError(error)) throw error;
    return error.message.replaceAll(`${root}/`, "").split("\n");
  }
  throw new Error("It was accepted");
}

describe("a configuration", () => {
  test("is optional", async () => {
    expect(await loadConfig(root)).toEqual({});
  });

  test("is the default export of a TypeScript file that need not have rehearsal installed", async () => {
    const config = await load(`
      import { defineConfig } from "rehearsal";
      export default defineConfig({ workers: 2, check: "bun test" });
    `);
    expect(config).toEqual({ workers: 2, check: "bun test" });
  });

  test("can set everything", async () => {
    const config = {
      provider: "anthropic",
      baseUrl: "http://127.0.0.1:4000",
      models: {
        tier1: "a-model",
        tier3: { model: "b-model", maxOutputTokens: 100, contextTokens: null },
      },
      mode: "step",
      workers: 1,
      attempts: 1,
      turns: 1,
      tries: 1,
      repeats: 5,
      check: null,
      setup: "bun install",
      env: { pass: ["DATABASE_URL", "AWS_*"], set: { CI: "1" } },
      sandbox: "online",
      budget: { tokens: 1000, costUsd: null },
      rules: [
        {
          action: "deny",
          kind: "tool",
          tool: "bash",
          ticket: "T-*",
          path: "src/**",
          command: "rm *",
        },
      ],
      popupTimeout: null,
      stallTimeout: "30s",
      toolTimeout: "5m",
      prices: { "b-model": { inputUsd: 1, outputUsd: 2, cacheReadUsd: 0, cacheWriteUsd: 0.5 } },
      windows: { "b-model": { contextTokens: null, maxOutputTokens: 100 }, "c-model": {} },
    };
    expect(await load(`export default ${JSON.stringify(config)}`)).toEqual(config as never);
  });

  test("takes a member that is undefined for one that is not set", async () => {
    expect(
      await load("export default { baseUrl: undefined, budget: { tokens: undefined } };"),
    ).toEqual({ budget: {} });
  });
});

describe("a mistake is told with its file, its line, its member and what to do", () => {
  test("an unknown key, with what it is like", async () => {
    const source = `
import { defineConfig } from "rehearsal";
export default defineConfig({
  wrokers: 3,
} as never);`;
    expect(await complaintsAbout(source)).toEqual([
      'rehearsal.config.ts:4: wrokers is unknown. Did you mean "workers"?',
      "Change the file, then try again.",
    ]);
  });

  test("an unknown key that is like none, with the known ones", async () => {
    const [complaint] = await complaintsAbout("export default { budget: { apiKey: 'sk-1' } };");
    expect(complaint).toBe(
      "rehearsal.config.ts:1: budget.apiKey is unknown. Known here: tokens, costUsd, time, ticketTime, tierTime",
    );
  });

  test("an unknown key of an alternative", async () => {
    const source = "export default {\n  models: {\n    tier3: { modle: 'a' },\n  },\n};";
    expect(await complaintsAbout(source)).toEqual([
      "rehearsal.config.ts:3: models.tier3.model is missing: it must be a text",
      'rehearsal.config.ts:3: models.tier3.modle is unknown. Did you mean "model"?',
      "Change the file, then try again.",
    ]);
  });

  test.each([
    ["workers: 'two'", "workers must be a number, not a text"],
    ["workers: 0", "workers must be at least 1"],
    ["workers: 1.5", "workers must be a whole number, not 1.5"],
    ["budget: { costUsd: NaN }", "budget.costUsd must be a number, not NaN"],
    [`workers: "secret"`, "workers must be a number, not a text"],
    ["check: ''", "check must not be empty"],
    ["models: { tier1: '' }", "models.tier1 must not be empty"],
    ["mode: 'stepp'", 'mode must be one of "auto", "step". Did you mean "step"?'],
    ["provider: 'other'", 'provider must be one of "anthropic", "openai"'],
    ["baseUrl: 'localhost'", "baseUrl is no http or https address"],
    ["models: { tier1: 3 }", "models.tier1 must be a text or an object"],
    ["rules: [{ action: 'allow' }, { action: 'alow' }]", "rules[1].action must be one of"],
    ["rules: [{ action: 'deny', kind: 'tol' }]", 'Did you mean "tool"?'],
    ["rules: {}", "rules must be a list, not an object"],
    ["budget: null", "budget must be an object, not null"],
    ["popupTimeout: '5 minutes'", "popupTimeout is no duration: write a number and a unit"],
    ["popupTimeout: '0s'", "popupTimeout is no duration"],
    ["prices: { 'a-b': { inputUsd: 1 } }", 'prices["a-b"].outputUsd is missing'],
    ["windows: { 'a-b': { contextToken: 1 } }", 'windows["a-b"].contextToken is unknown'],
  ])("%s", async (member, complaint) => {
    const complaints = await complaintsAbout(`export default {\n\n  ${member},\n};`);
    expect(complaints[0]).toStartWith("rehearsal.config.ts:3: ");
    expect(complaints[0]).toContain(complaint);
  });

  test("never shows the value", async () => {
    const complaints = await complaintsAbout(
      "export default { turns: 'sk-secret', baseUrl: 'sk-1' };",
    );
    expect(complaints.join()).not.toContain("sk-");
  });

  test("every mistake of a file at once", async () => {
    expect(await complaintsAbout("export default {\n  turns: 0,\n  tries: 0,\n};")).toEqual([
      "rehearsal.config.ts:2: turns must be at least 1",
      "rehearsal.config.ts:3: tries must be at least 1",
      "Change the file, then try again.",
    ]);
  });

  test("the line that is nearest, where the member is written elsewhere", async () => {
    const nearest = await complaintsAbout(
      "const b = { tokens: -1 };\nexport default {\n  budget: b,\n};",
    );
    expect(nearest[0]).toStartWith("rehearsal.config.ts:3: budget.tokens ");
  });

  test("no line where the object is written elsewhere", async () => {
    const none = await complaintsAbout("const c = { turns: 0 };\nexport default c;");
    expect(none[0]).toStartWith("rehearsal.config.ts: turns ");
  });

  test("a line of a file with letters beyond ASCII", async () => {
    const complaints = await complaintsAbout("// é 😀\n/* 日本 */ export default {\n  turns: 0 };");
    expect(complaints[0]).toStartWith("rehearsal.config.ts:3: turns ");
  });

  test("what is no object at all", async () => {
    const [complaint] = await complaintsAbout("export default 3;");
    expect(complaint).toBe("rehearsal.config.ts: the configuration must be an object, not 3");
  });

  test("a file that exports nothing", async () => {
    const [complaint] = await complaintsAbout("export const config = {};");
    expect(complaint).toStartWith("rehearsal.config.ts: it has no default export. Write");
  });

  test("a file that does not parse", async () => {
    const complaints = await complaintsAbout("export default {\n  workers: ,\n};");
    expect(complaints[0]).toStartWith("rehearsal.config.ts:2: ");
    expect(complaints[1]).toContain("Change the file");
  });

  test("a file that throws", async () => {
    const [complaint] = await complaintsAbout("\nthrow new Error('no such key');");
    expect(complaint).toBe("rehearsal.config.ts:2: no such key");
  });

  test("a file that imports what is not there", async () => {
    const [complaint] = await complaintsAbout('import { a } from "./gone.ts";\nexport default a;');
    expect(complaint).toStartWith("rehearsal.config.ts");
    expect(complaint).toContain("./gone.ts");
  });
});
