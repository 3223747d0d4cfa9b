import { afterAll, expect, spyOn, test } from "bun:test";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { showDryRun } from "../../../src/commands/context/dry-run.ts";
import { openStateDirectory } from "../../../src/store/state-directory.ts";
import { runUntilIdle, start, willingCollaborators } from "../../core/collaborators.ts";
import { newDriver } from "../../core/driver.ts";
import { manualClock } from "../../store/manual-clock.ts";

const root = realpathSync(mkdtempSync(join(tmpdir(), "rehearsal-dry-run-")));
afterAll(() => rmSync(root, { recursive: true }));

test("a dry run says what a ticket's worker would be given, and refuses a ticket that is none", async () => {
  writeFileSync(join(root, "AGENTS.md"), "Indent with tabs only.\n");
  await Bun.$`git init -q && git add . && git -c user.name=a -c user.email=a@b commit -qm one`
    .cwd(root)
    .quiet();
  const driver = newDriver();
  start(driver);
  runUntilIdle(driver, willingCollaborators({ A: [{ id: "T-1" }] }));
  const { runId, epic } = driver.events("run.started")[0]!;
  const state = openStateDirectory(root, { clock: manualClock() });
  const store = state.createRun({ runId, epic, startedAtMs: 0 });
  store.append(driver.log);
  await store.close();
  state.close();

  const write = spyOn(process.stdout, "write").mockReturnValue(true);
  const question = { directory: root, run: "latest", format: "json", all: false } as const;
  expect(await showDryRun({ ...question, ticket: "T-1" })).toBe(0);
  const printed = JSON.parse(write.mock.calls.map(([chunk]) => String(chunk)).join(""));
  write.mockRestore();
  expect(printed).toMatchObject({ runId, ticketId: "T-1", missing: [] });
  const parts: readonly { part: string; tokens: number }[] = printed.parts;
  expect(parts.map(({ part }) => part)).toContain("file AGENTS.md");
  expect(parts.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(printed.tokens);
  await expect(showDryRun({ ...question, ticket: "T-9" })).rejects.toThrow("There are: T-1");
});
