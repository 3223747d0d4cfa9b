import { expect, test } from "bun:test";
import type { RunRecord } from "../../../src/sim/record.ts";
import { checkTheirs } from "../../../src/sim/laws/theirs.ts";
import { breachesOf, logOf, recordOf, T1 } from "./hand-made.ts";

const theirs = { branches: { main: "c1" }, files: { "a.txt": "mine" } };
const check = (changes: Partial<RunRecord["remains"]>) =>
  checkTheirs(
    recordOf(logOf(), {
      executions: [
        { type: "tool", life: 1, ticketId: T1, tool: "bash", callId: "c", input: { command: "x" } },
      ],
      theirsBefore: theirs,
      remains: {
        merged: [],
        unchecked: [],
        texts: new Set(),
        held: new Map(),
        onBranchOnce: new Set(),
        reserved: [],
        theirs,
        ...changes,
      },
    }),
  );

test("it holds where all that is the user's is as it was", () => {
  expect(check({})).toEqual({ type: "holds", exercised: 1 });
});

test("it is not exercised where no worker did anything", () => {
  expect(checkTheirs(recordOf(logOf()))).toEqual({ type: "not-exercised" });
});

test("it is broken where a branch of the user's has moved, a new one is there, or a file has changed", () => {
  const moved = { ...theirs, branches: { main: "c2" } };
  expect(breachesOf(check({ theirs: moved }))).toContain("branches main");
  const added = { ...theirs, branches: { main: "c1", evil: "c1" } };
  expect(breachesOf(check({ theirs: added }))).toContain("branches evil");
  const changed = { ...theirs, files: {} };
  expect(breachesOf(check({ theirs: changed }))).toContain("files a.txt is missing");
});

test("it is broken where the run's branch brings rehearsal's own configuration", () => {
  expect(breachesOf(check({ reserved: ["rehearsal.config.ts"] }))).toContain("rehearsal.config.ts");
});

test("it is broken where a worker wrote what is rehearsal's own in its tree, and was told so", () => {
  const call = { life: 1, ticketId: T1, callId: "c" } as const;
  const writes = (path: string, isError: boolean): string =>
    breachesOf(
      checkTheirs(
        recordOf(logOf(), {
          executions: [
            { ...call, type: "tool", tool: "write", input: { file_path: path, content: "0" } },
            { ...call, type: "outcome", text: "", isError },
            // The next reply of a server that numbers its calls.
            { ...call, type: "tool", tool: "write", input: { file_path: "b", content: "0" } },
            { ...call, type: "outcome", text: "", isError: false },
          ],
        }),
      ),
    );
  expect(writes("a/../rehearsal.config.ts", false)).toContain("a/../rehearsal.config.ts");
  expect(writes("a/../rehearsal.config.ts", true)).toBe("");
  expect(writes("a/rehearsal.config.ts", false)).toBe("");
});
