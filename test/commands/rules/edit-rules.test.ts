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
import { alwaysKeeper } from "../../../src/commands/rules/always-rules.ts";
import { openProject } from "../../../src/commands/open-project.ts";
import { type Event, schemaVersion } from "../../../src/core/event.ts";
import { runId } from "../../../src/core/ids.ts";
import { openStateDirectory } from "../../../src/store/state-directory.ts";
import { manualClock } from "../../store/manual-clock.ts";

const root = realpathSync(mkdtempSync(join(tmpdir(), "rehearsal-rules-")));
afterAll(() => rmSync(root, { recursive: true }));

const popupOf = "spawn:a:1";
const opened = [
  {
    seq: 2,
    type: "popup.opened",
    popup: { id: popupOf, proposedRule: { action: "allow", kind: "spawn" } },
  },
] as unknown as readonly Event[];
const decided = [
  { seq: 3, type: "popup.decided", popupId: popupOf, decision: { type: "always" } },
] as unknown as readonly Event[];

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

test("what is answered with always is kept as it is answered, once", async () => {
  await printed(() => removeRule(root, 1));
  const keeper = alwaysKeeper(root, opened);
  keeper.receive(decided);
  keeper.receive([...opened, ...decided]);
  expect(JSON.parse(await printed(() => listRules(root, "json")))).toEqual({
    rules: [{ action: "allow", kind: "spawn" }],
  });
  // What an earlier process saw answered is not kept anew: somebody may have removed it since.
  await printed(() => removeRule(root, 1));
  alwaysKeeper(root, [...opened, ...decided]).receive([]);
  expect(await printed(() => listRules(root, "text"))).toBe("No rules are kept here.\n");
});

/** A run in which a person has answered a worker's start with `always`. */
async function record(): Promise<void> {
  const state = openStateDirectory(root, { clock: manualClock() });
  const run = { runId: runId("r-1"), epic: "An epic", startedAtMs: 0 };
  const store = state.createRun(run);
  store.append([
    { seq: 1, type: "run.started", schema: schemaVersion, runId: run.runId, epic: run.epic },
    ...opened,
    ...decided,
  ] as unknown as readonly Event[]);
  await store.close();
  state.close();
}
