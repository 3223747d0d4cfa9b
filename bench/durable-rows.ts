import { Database } from "bun:sqlite";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realClock } from "../src/clock/real-clock.ts";
import type { Event } from "../src/core/event.ts";
import { runId } from "../src/core/ids.ts";
import { openStateDirectory } from "../src/store/state-directory.ts";
import type { Effort, Rounds } from "./rounds.ts";
import type { Row } from "./row.ts";
import { spreadOf } from "./spread.ts";
import { nowNs } from "./stopwatch.ts";

const rounds: Rounds = { warmUp: 2, measured: 15 };
const writers = 64;
const eventsOfWriter = 8;
const events = writers * eventsOfWriter;

/** Events a second that are on the disk before their writer goes on; the peer gives each a transaction of its own. */
export async function durableRows(push: (row: Row) => void, effort: Effort): Promise<void> {
  const [ours, peer]: [number[], number[]] = [[], []];
  const { warmUp, measured } = effort(rounds);
  for (let round = 0; round < warmUp + measured; round++) {
    const sides = [
      { samples: ours, run: () => inFolder(timeOurs) },
      { samples: peer, run: () => inFolder(timePeer) },
    ];
    for (const { samples, run } of round % 2 === 0 ? sides : sides.toReversed()) {
      const elapsedNs = await run();
      if (round >= warmUp) samples.push(elapsedNs);
    }
  }
  push({
    name: `${writers} writers, against SQLite with a transaction an event`,
    ours: perSecond(ours),
    peer: perSecond(peer),
    ratio: spreadOf(ours.map((ns, index) => peer[index]! / ns)),
    floor: { type: "at-least", value: 30 },
  });
}

async function inFolder(time: (folder: string) => Promise<number>): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "rehearsal-bench-"));
  try {
    return await time(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const words = "and some words ".repeat(12);

/** As long as most events of a run are. */
const eventNumbered = (seq: number): Event => ({
  seq,
  atMs: seq,
  type: "plan.refused",
  trackId: null,
  problems: [words],
});

async function timeOurs(folder: string): Promise<number> {
  const directory = openStateDirectory(folder, { clock: realClock });
  const store = directory.createRun({ runId: runId("bench"), epic: "The epic", startedAtMs: 0 });
  let seq = 0;
  const startedAtNs = nowNs();
  await Promise.all(
    Array.from({ length: writers }, async () => {
      for (let nth = 0; nth < eventsOfWriter; nth++) {
        store.append([eventNumbered(++seq)]);
        await store.flush();
      }
    }),
  );
  const elapsedNs = nowNs() - startedAtNs;
  await store.close();
  directory.close();
  if (seq !== events) throw new Error(`${seq} events were written`);
  return elapsedNs;
}

async function timePeer(folder: string): Promise<number> {
  const database = new Database(join(folder, "peer.db"));
  database.run("PRAGMA journal_mode = WAL");
  database.run("PRAGMA synchronous = FULL");
  database.run("CREATE TABLE events (seq INTEGER PRIMARY KEY, event TEXT)");
  const insert = database.prepare("INSERT INTO events VALUES (?, ?)");
  let seq = 0;
  const startedAtNs = nowNs();
  await Promise.all(
    Array.from({ length: writers }, async () => {
      for (let nth = 0; nth < eventsOfWriter; nth++) {
        seq += 1;
        insert.run(seq, JSON.stringify(eventNumbered(seq)));
        await Promise.resolve();
      }
    }),
  );
  const elapsedNs = nowNs() - startedAtNs;
  database.close();
  return elapsedNs;
}

const perSecond = (samplesNs: readonly number[]): string =>
  `${Math.round((events / spreadOf(samplesNs).median) * 1e9).toLocaleString("en-US")}/s`;
