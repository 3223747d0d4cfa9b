import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { $ } from "bun";
import { realClock } from "../src/clock/real-clock.ts";
import { runId } from "../src/core/ids.ts";
import { openStateDirectory } from "../src/store/state-directory.ts";
import { longLog } from "../test/core/long-log.ts";
import { fromSource, limitedRow, timeCommand } from "./command-time.ts";
import type { Effort, Rounds } from "./rounds.ts";
import type { Row } from "./row.ts";

const rounds: Rounds = { warmUp: 2, measured: 9 };
const turns = 2_000;
/** Five million tokens in all. */
const outputCharacters = 9_900;
const limitMs = 200;

/** `context` on one long session, the whole command, to the end of the process. */
export async function contextRows(push: (row: Row) => void, effort: Effort): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "rehearsal-bench-"));
  try {
    await $`git init -q`.cwd(root);
    await writeRun(root);
    const words = [...fromSource, "context"];
    const tookMs = await timeCommand({ words, cwd: root, until: null }, effort(rounds));
    push(limitedRow("context, 2,000 turns and 5 million tokens in one session", tookMs, limitMs));
  } finally {
    rmSync(root, { recursive: true });
  }
}

async function writeRun(root: string): Promise<void> {
  const directory = openStateDirectory(root, { clock: realClock });
  const store = directory.createRun({ runId: runId("long"), epic: "the epic", startedAtMs: 0 });
  store.append(longLog({ sessions: 1, turnsEach: turns, outputCharacters }));
  await store.close();
  directory.close();
}
