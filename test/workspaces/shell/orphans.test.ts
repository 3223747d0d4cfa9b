import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realClock } from "../../../src/clock/real-clock.ts";
import {
  endOrphans,
  processesFrom,
  psText,
  runMarks,
} from "../../../src/workspaces/shell/orphans.ts";

const marks = runMarks({ runId: "a-run", repositoryRoot: "/home/me/my shop" });

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "rehearsal copy-"));
  mkdirSync(join(copy, ".git"));
});
afterAll(() => rmSync(copy, { recursive: true }));

test("processes of a run are read out of what ps says, also of before its repository moved, and not of a copy's", () => {
  const listed = [
    "    1     0     1 Ss   /sbin/launchd",
    "  812     1   812 S    sleep 100 PATH=/bin REHEARSAL_RUN=a-run REHEARSAL_REPOSITORY=/home/me/my shop",
    "  813   812   812 S+   sh REHEARSAL_REPOSITORY=/home/me/my shop REHEARSAL_RUN=a-run HOME=/home/me",
    "  814   812   814 S    sleep 1 REHEARSAL_RUN=a-run-2 REHEARSAL_REPOSITORY=/home/me/my shop",
    "  815   812   815 S    sleep 1 REHEARSAL_RUN=a-run REHEARSAL_REPOSITORY=/home/me/old shop HOME=/",
    `  817   812   817 S    sleep 1 REHEARSAL_RUN=a-run REHEARSAL_REPOSITORY=${copy} HOME=/`,
    "  816   812   816 Z    (sleep) REHEARSAL_RUN=a-run REHEARSAL_REPOSITORY=/home/me/my shop",
    "what is no process",
  ].join("\n");
  const found = processesFrom(listed, marks);
  expect(found.map(({ pid }) => pid)).toEqual([1, 812, 813, 814, 815, 817]);
  expect(found.filter(({ isMarked }) => isMarked)).toEqual([
    { pid: 812, parent: 1, group: 812, isMarked: true },
    { pid: 813, parent: 812, group: 812, isMarked: true },
    { pid: 815, parent: 812, group: 815, isMarked: true },
  ]);
});

test("ps tells of a process as it is read here", async () => {
  if (process.platform !== "linux" || Bun.which("ps") === null)
    return expect(processesFrom("", marks)).toEqual([]);
  const child = Bun.spawn(["sleep", "60"], { env: { PATH: process.env["PATH"], ...marks } });
  // The way of Linux to ask for the environment, which macOS writes -E.
  const found = processesFrom(psText(["axeww"]), marks).filter(({ isMarked }) => isMarked);
  child.kill();
  await child.exited;
  expect(found).toMatchObject([{ pid: child.pid, parent: process.pid }]);
});

test("once orphans are ended, nobody who looks finds them, also where the system is slow to take note", async () => {
  if (process.platform !== "linux") return expect(process.platform).not.toBe("linux");
  const own = runMarks({ runId: `run-${process.pid}`, repositoryRoot: copy });
  const script = "sleep 60 > /dev/null & echo $!";
  const parent = Bun.spawn(["bash", "-c", script], { env: { PATH: process.env["PATH"], ...own } });
  const pid = Number(await new Response(parent.stdout).text());
  await parent.exited;
  expect(process.kill(pid, 0)).toBe(true);
  await endOrphans(own, realClock);
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
});
