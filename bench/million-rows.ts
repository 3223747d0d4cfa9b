import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { $ } from "bun";
import { realClock } from "../src/clock/real-clock.ts";
import type { Event } from "../src/core/event.ts";
import { runId } from "../src/core/ids.ts";
import { fold } from "../src/core/reduce/reduce.ts";
import { openStateDirectory } from "../src/store/state-directory.ts";
import { openStateReader } from "../src/store/state-reader.ts";
import { longLog } from "../test/core/long-log.ts";
import { fromSource, limitedRow, timeCommand } from "./command-time.ts";
import type { Rounds } from "./rounds.ts";
import type { Row } from "./row.ts";
import { nowNs } from "./stopwatch.ts";

const limitMs = 3_000;
const id = runId("long");

/** What a log of a million events takes: of a hundred sessions, each of 2,000 turns. */
export async function millionRows(push: (row: Row) => void, rounds: Rounds): Promise<void> {
  const log = longLog({ sessions: 100, turnsEach: 2_000, outputCharacters: 200 });
  const tellOf = (what: string, tookMs: readonly number[]): void =>
    push(limitedRow(`a log of a million events, ${what}`, tookMs, limitMs));
  const folded = (events: readonly Event[]): void => {
    if (fold(events)?.nowMs !== log.at(-1)?.atMs) throw new Error("the log was not folded whole");
  };
  tellOf(
    "folded",
    measure(rounds, () => folded(log)),
  );
  const root = mkdtempSync(join(tmpdir(), "rehearsal-bench-"));
  try {
    await $`git init -q`.cwd(root);
    const directory = openStateDirectory(root, { clock: realClock });
    const store = directory.createRun({ runId: id, epic: "the epic", startedAtMs: 0 });
    store.append(log);
    await store.close();
    directory.close();
    // What a resume does before it goes on.
    const readAndFolded = measure(rounds, () => {
      const reader = openStateReader(root);
      folded(reader.readEvents(id));
      reader.close();
    });
    tellOf("read from the disk and folded", readAndFolded);
    const show = { words: [...fromSource, "show", "latest"], cwd: root, until: null };
    tellOf("shown by the whole command", await timeCommand(show, rounds));
  } finally {
    rmSync(root, { recursive: true });
  }
}

function measure({ warmUp, measured }: Rounds, act: () => void): readonly number[] {
  const tookMs: number[] = [];
  for (let round = 0; round < warmUp + measured; round++) {
    Bun.gc(true);
    const startedAtNs = nowNs();
    act();
    if (round >= warmUp) tookMs.push((nowNs() - startedAtNs) / 1e6);
  }
  return tookMs;
}
