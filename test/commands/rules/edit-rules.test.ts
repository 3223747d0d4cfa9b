import { afterAll, expect, spyOn, test } from "bun:test";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  addRule,
  keepRules,
  listRules,
  removeRule,
} from "../../../src/commands/rules/edit-rules.ts";
import { openProject } from "../../../src/commands/open-project.ts";
import { type Event, schemaVersion } from "../../../src/core/event.ts";
import { runId } from "../../../src/core/ids.ts";
import { openStateDirectory } from "../../../src/store/state-directory.ts";
import { manualClock } from "../../store/manual-clock.ts";

const root = realpathSync(mkdtempSync(join(tmpdir(), "rehearsal-rules-")));
afterAll(() => rmSync(root, { recursive: true }));

/** What the work prints. */
async function printed(work: () => Promise<void>): Promise<string> {
  const write = spyOn(process.stdout, "write").mockReturnValue(true);
  await work();
  const text = write.mock.calls.map(([chunk]) => String(chunk)).join("");
  write.mockRestore();
  return text;
}

test("rules are added, listed, kept from a run and removed, and hold for the next run", async () => {
  await Bun.$`git init -q && git -c user.name=a -c user.email=a@b commit -q --allow-empty -m one`
    .cwd(root)
    .quiet();
  mkdirSync(join(root, "src"));
  await printed(() => addRule(join(root, "src"), "allow", "npm test*"));
  const both = await printed(() => addRule(root, "deny", "git push*"));
  expect(both).toBe(
    '  1  { action: "allow", tool: "bash", command: "npm test*" }\n' +
      '  2  { action: "deny", tool: "bash", command: "git push*" }\n',
  );
  expect(readFileSync(join(root, ".rehearsal", ".gitignore"), "utf8")).toBe("*\n");
  expect(JSON.parse(await printed(() => listRules(root, "json")))).toEqual({
    rules: [
      { action: "allow", tool: "bash", command: "npm test*" },
      { action: "deny", tool: "bash", command: "git push*" },
    ],
  });
  expect((await openProject(root)).config.rules).toHaveLength(2);

  await record();
  expect(await printed(() => keepRules(root, "latest"))).toEndWith(
    '  3  { action: "allow", kind: "spawn" }\n',
  );
  await expect(keepRules(root, "latest")).rejects.toThrow("not kept yet");
  await printed(() => removeRule(root, 1));
  expect(await printed(() => removeRule(root, 1))).toBe(
    '  1  { action: "allow", kind: "spawn" }\n',
  );
  await expect(removeRule(root, 2)).rejects.toThrow("There is no rule 2");
});

/** A run in which a person has answered a worker's start with `always`. */
async function record(): Promise<void> {
  const state = openStateDirectory(root, { clock: manualClock() });
  const run = { runId: runId("r-1"), epic: "An epic", startedAtMs: 0 };
  const store = state.createRun(run);
  store.append([
    { seq: 1, type: "run.started", schema: schemaVersion, runId: run.runId, epic: run.epic },
    {
      seq: 2,
      type: "popup.opened",
      popup: { id: "spawn:a:1", proposedRule: { action: "allow", kind: "spawn" } },
    },
    { seq: 3, type: "popup.decided", popupId: "spawn:a:1", decision: { type: "always" } },
  ] as unknown as readonly Event[]);
  await store.close();
  state.close();
}
