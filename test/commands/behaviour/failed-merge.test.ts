import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import type { Popup } from "../../../src/core/gates/popup.ts";
import { type Desk, newDesk, playing } from "../command-line.ts";

// Whole processes on a machine that may be busy: slowness is no failure.
setDefaultTimeout(120_000);

let desk: Desk;
beforeAll(async () => {
  desk = await newDesk();
});
afterAll(() => desk.clear());

test("a merge whose check fails at the last attempt stands by no answer: it is tried again, or given up and kept", async () => {
  const root = await desk.repository({ "keys/help.txt": "h\n" });
  const at = ["--repo", root] as const;
  const play = [...playing("same-key"), "--ask", ...at] as const;
  const answer = (popup: string, ...words: readonly string[]) =>
    desk.rehearsal("answer", "latest", popup, ...words, ...at);
  expect((await desk.rehearsal("run", ...play)).exitCode).toBe(3);

  const listed = await desk.rehearsal("popups", ...at, "--json");
  const { popups } = JSON.parse(listed.stdout) as { popups: Popup[] };
  const asked = (ticketId: string) => {
    const popup = popups.find((one) => one.ticketId === ticketId);
    expect(popup).toMatchObject({ kind: "merge", decisions: ["retry", "abort"] });
    return String(popup?.id);
  };
  const [load, lose] = [asked("load"), asked("lose")];
  const edited = join(root, "edited.json");
  await Bun.write(edited, JSON.stringify({ conflicts: [] }));
  const refused = await Promise.all([
    answer(load, "approve"),
    answer(load, "edit", "--with", edited),
    answer(load, "reject", "--reason", "no"),
  ]);
  for (const { exitCode, stderr } of refused)
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("offers retry, abort"),
    });

  expect(await answer(load, "retry")).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await answer(lose, "abort")).toMatchObject({ exitCode: 0, stderr: "" });
  const { exitCode, stdout } = await desk.rehearsal("resume", ...play);
  expect({ exitCode, stdout }).toMatchObject({ exitCode: 1 });

  const refs = await desk.git(root, "for-each-ref", "--format=%(refname)", "refs/heads/rehearsal");
  const keysIn = (ref: string) => desk.git(root, "grep", "-h", "", ref, "--", "keys");
  expect((await keysIn(refs.trim())).split("\n").toSorted().join("")).toBe("hlo");
  const kept = await desk.git(root, "for-each-ref", "--format=%(refname)", "refs/rehearsal");
  expect(kept).toContain("/kept/lose/1");
});
