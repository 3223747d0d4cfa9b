import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Popup } from "../../../src/core/gates/popup.ts";
import { type Desk, eventsOf, newDesk, playing } from "../command-line.ts";

// Whole processes on a machine that may be busy: slowness is no failure.
setDefaultTimeout(60_000);

let desk: Desk;
beforeAll(async () => {
  desk = await newDesk();
});
afterAll(() => desk.clear());

test("a run that waits is decided from elsewhere, step by step, and its resumes go on with it", async () => {
  const root = await desk.repository();
  const at = ["--repo", root] as const;
  const play = [...playing("two-tickets"), "--ask", ...at] as const;
  expect((await desk.rehearsal("run", ...play)).exitCode).toBe(3);
  const listed = await desk.rehearsal("popups", "latest", ...at, "--json");
  const { popups } = JSON.parse(listed.stdout) as { popups: Popup[] };
  expect(popups.map(({ id }) => String(id))).toEqual(["tracks:1"]);
  const shown = await desk.rehearsal("popups", "latest", ...at);
  expect(shown.stdout).toContain(`tracks:1 approve --repo ${root}`);

  const [unknown, wrong, refused] = await Promise.all([
    desk.rehearsal("answer", "latest", "tool:9", "approve", ...at),
    desk.rehearsal("answer", "latest", "tracks:1", "abort", ...at),
    desk.rehearsal("tell", "latest", "T-9", "hello", ...at),
  ]);
  expect(unknown).toMatchObject({
    exitCode: 2,
    stderr: 'There is no popup "tool:9". Open are: tracks:1.\n',
  });
  expect(wrong.stderr).toContain("offers approve, edit, always, reject; not abort.");
  expect(refused).toMatchObject({ exitCode: 1 });

  const answered = await desk.rehearsal("answer", "latest", "tracks:1", "approve", ...at);
  expect(answered).toMatchObject({ exitCode: 0, stderr: "" });
  expect(answered.stdout).toStartWith("tracks:1: approved.\n");
  const resumed = await desk.rehearsal("resume", "latest", ...play, "--json");
  expect(resumed.exitCode).toBe(3);
  expect(eventsOf(resumed.stdout).some(({ type }) => type === "tracks.accepted")).toBe(true);
});
