import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { realClock } from "../../../../src/clock/real-clock.ts";
import type { Event } from "../../../../src/core/event.ts";
import { runId } from "../../../../src/core/ids.ts";
import type { ContextJson } from "../../../../src/reports/context/context-json.ts";
import { openStateDirectory } from "../../../../src/store/state-directory.ts";
import { longLog } from "../../../core/long-log.ts";
import { type Desk, newDesk } from "../../command-line.ts";

setDefaultTimeout(60_000);

let desk: Desk;
beforeAll(async () => {
  desk = await newDesk();
});
afterAll(() => desk.clear());

test("context --watch shows what another process writes, as it writes it, and ends with the run", async () => {
  const root = await desk.repository();
  const turns = longLog({ sessions: 1, turnsEach: 4, outputCharacters: 400 });
  const last = turns.at(-1)!;
  const ended = { type: "run.ended", outcome: "done", failure: null } as const;
  const log: readonly Event[] = [...turns, { ...ended, seq: last.seq + 1, atMs: last.atMs }];
  const half = log.findIndex((one) => one.type === "model.started" && one.unit.turn === 3);

  const directory = openStateDirectory(root, { clock: realClock });
  const id = runId("long");
  const store = directory.createRun({ runId: id, epic: "the epic", startedAtMs: 1 });
  store.append(log.slice(0, half));
  await store.flush();

  const watching = desk.start("context", "long", "--repo", root, "--watch", "--json");
  const lines = watching.lines();
  const next = async () => JSON.parse((await lines.next()).value!) as ContextJson;
  expect((await next()).session).toMatchObject({ turn: 3, completedTurns: 2 });

  store.append(log.slice(half));
  await store.flush();
  // What is written in between may be shown too; what was shown last is the end.
  const { exitCode, stdout, stderr } = await watching.ended;
  await store.close();
  directory.close();
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  const final = JSON.parse(stdout.trimEnd().split("\n").at(-1)!) as ContextJson;
  expect(final).toMatchObject({
    seq: log.length,
    session: { completedTurns: 4, nextCall: { type: "none" } },
  });
});
