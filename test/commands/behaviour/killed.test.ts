import { afterAll, beforeAll, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { runId } from "../../../src/core/ids.ts";
import { openStateReader } from "../../../src/store/state-reader.ts";
import { doneTwice } from "../../core/done-twice.ts";
import { chanceFrom } from "../../core/chance.ts";
import { type Desk, newDesk, playing } from "../command-line.ts";

/*
 * Runs on a real repository that are killed (SIGKILL) and resumed, at moments drawn from a seed: after an event, and some
 * milliseconds more. The long form is `REHEARSAL_KILLS=100 bun test test/commands/behaviour/killed.test.ts`.
 */
const killsWanted = Number(process.env["REHEARSAL_KILLS"] ?? 3);
const seed = Number(process.env["REHEARSAL_SEED"] ?? 20300101);
/** About as many as a run has that is not killed. */
const eventsMax = 160;
const killsOfOneRunMax = 3;

let desk: Desk;
beforeAll(async () => {
  desk = await newDesk();
});
afterAll(() => desk.clear());

test(
  "killed anywhere and resumed, a run ends in the same files, has done nothing twice and leaves nothing behind",
  async () => {
    const chance = chanceFrom(seed);
    let kills = 0;
    while (kills < killsWanted) {
      const root = await desk.repository({ "door.txt": "white\n" });
      const flags = ["--repo", root, "--json", ...playing("killed")];
      let left = Math.min(killsWanted - kills, 1 + chance(killsOfOneRunMax));
      const moments: string[] = [];
      const again = async (...args: readonly string[]): Promise<boolean> => {
        const going = desk.start(...args, ...flags);
        if (left === 0) {
          const { exitCode, stderr } = await going.ended;
          // A kill may come just after the end.
          const trouble = stderr.replace(/^Run \S+ is done already\. .*\n$/, "");
          expect({ moments, exitCode, trouble }).toEqual({ moments, exitCode: 0, trouble: "" });
          return true;
        }
        const [atEvent, moreMs] = [1 + chance(eventsMax), chance(25)];
        let seen = 0;
        for await (const _ of going.lines()) if (++seen === atEvent) break;
        await Bun.sleep(moreMs);
        going.kill("SIGKILL");
        const { exitCode } = await going.ended;
        moments.push(`event ${seen} and ${moreMs} ms: ${exitCode}`);
        left--;
        kills++;
        return exitCode === 0;
      };
      let hasEnded = await again("run", "Mend the house");
      while (!hasEnded) {
        // Killed before its first event was on disk, a run is no run yet.
        const isThere = eventsIn(root).length > 0;
        hasEnded = isThere ? await again("resume", "latest") : await again("run", "Mend the house");
      }
      await expectSameEnd(root, moments);
    }
    expect(kills).toBe(killsWanted);
  },
  // A kill takes seconds where a computer has much else to do.
  60_000 + killsWanted * 30_000,
);

async function expectSameEnd(root: string, moments: readonly string[]): Promise<void> {
  const events = eventsIn(root);
  const id = events[0]?.type === "run.started" ? events[0].runId : runId("none");
  expect({ moments, twice: doneTwice(events) }).toEqual({ moments, twice: [] });
  const branch = `rehearsal/${id}`;
  const names = (await desk.git(root, "ls-tree", "-r", "--name-only", branch)).trim().split("\n");
  const files = await Promise.all(
    names.map(async (name) => [name, await desk.git(root, "show", `${branch}:${name}`)] as const),
  );
  expect({ moments, files: Object.fromEntries(files) }).toEqual({
    moments,
    files: { "count.txt": "2\n", "door.txt": "red\n", "list.txt": "door\n", "sum.txt": "2\n" },
  });
  const subjects = await desk.git(root, "log", "--format=%s", `main..${branch}`);
  const merged = subjects.trim().split("\n").toSorted();
  // Where blue came second, nothing of it was left to merge but its commit.
  expect({ moments, merged }).toEqual({
    moments,
    merged: [
      "blue: Paint the door blue",
      "list: List what is there",
      "red: Paint the door red",
      "sums: Add up",
    ],
  });
  expect({ moments, running: marked(id) }).toEqual({ moments, running: [] });
  expect((await desk.git(root, "status", "--porcelain")).trim()).toBe("");
  await desk.git(root, "merge", "--quiet", "--ff-only", branch);
  const { exitCode } = await desk.rehearsal("clean", "--force", "--repo", root);
  expect(exitCode).toBe(0);
  const refs = await desk.git(root, "for-each-ref", "--format=%(refname)");
  expect({ moments, refs }).toEqual({ moments, refs: "refs/heads/main\n" });
  const trees = existsSync(desk.worktrees) ? readdirSync(desk.worktrees) : [];
  expect({ moments, trees }).toEqual({ moments, trees: [] });
}

function eventsIn(root: string) {
  if (!existsSync(`${root}/.rehearsal`)) return [];
  const state = openStateReader(root);
  try {
    const last = state.listRuns().find((run) => state.readEvents(run.runId).length > 0);
    return last === undefined ? [] : state.readEvents(last.runId);
  } finally {
    state.close();
  }
}

/** Processes that bear the run's mark; only Linux tells. */
function marked(id: string): readonly string[] {
  const pids = existsSync("/proc") ? readdirSync("/proc").filter((name) => /^\d+$/.test(name)) : [];
  return pids.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, "utf8").includes(`REHEARSAL_RUN=${id}\0`);
    } catch {
      return false;
    }
  });
}
