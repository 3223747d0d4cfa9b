import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { RunId } from "../core/ids.ts";
import type { Clock } from "../ports.ts";
import type { InputAtRest } from "../runtime/take-at-rest.ts";
import { makePrivateFolder } from "./private-file.ts";
import { statePlace } from "./state-place.ts";
import { explained } from "./store-error.ts";

/** How often the process that conducts a run looks for what other processes left for it. */
const lookMs = 200;

/** Something that was left for a run. */
export interface LeftWord {
  /** Takes it back; `false` where it has been taken in already. */
  takeBack(): boolean;
}

export interface WordPlace {
  readonly repositoryRoot: string;
  readonly runId: RunId;
  /** No other's; names sort in the order in which words are taken in. */
  readonly name: string;
}

/**
 * Leaves an answer, or what a person says, for the process that conducts a run. It is whole as soon as it is seen:
 * it is written beside its place and moved there.
 */
export function leaveWord(
  { repositoryRoot, runId, name }: WordPlace,
  input: InputAtRest,
): LeftWord {
  const folder = folderOf(repositoryRoot, runId);
  return explained(folder, () => {
    makePrivateFolder(join(statePlace(repositoryRoot).directory, "inbox"));
    makePrivateFolder(folder);
    const path = join(folder, `${name}.json`);
    writeFileSync(`${path}.part`, JSON.stringify(input), { mode: 0o600 });
    renameSync(`${path}.part`, path);
    return {
      takeBack() {
        const isThere = existsSync(path);
        rmSync(path, { force: true });
        return isThere;
      },
    };
  });
}

export interface Inbox {
  close(): void;
}

/**
 * Looks for what was left for a run, now and again until it is closed. `receive` resolves once it is in the log on
 * disk, and only then it is removed: after a crash between the two it comes once more.
 */
export function openInbox(
  place: { readonly repositoryRoot: string; readonly runId: RunId; readonly clock: Clock },
  receive: (input: InputAtRest) => Promise<void>,
): Inbox {
  const folder = folderOf(place.repositoryRoot, place.runId);
  const closing = new AbortController();

  async function look(): Promise<void> {
    for (const name of namesIn(folder)) {
      if (closing.signal.aborted) return;
      const path = join(folder, name);
      const input = read(path);
      if (input !== null) await receive(input);
      rmSync(path, { force: true });
    }
  }

  async function watch(): Promise<void> {
    while (!closing.signal.aborted) {
      // What cannot be read or flushed now may be the next time; the store tells of its own trouble.
      await look().catch(() => {});
      await place.clock.until(place.clock.nowMs() + lookMs, closing.signal).catch(() => {});
    }
  }

  void watch();
  return { close: () => closing.abort() };
}

/** Of a run that has ended: what was left for it is read by nobody any more. */
export function removeInbox(repositoryRoot: string, runId: RunId): void {
  rmSync(folderOf(repositoryRoot, runId), { recursive: true, force: true });
}

const folderOf = (repositoryRoot: string, runId: RunId): string =>
  join(statePlace(repositoryRoot).directory, "inbox", runId);

/** In the order in which they were left. */
function namesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .toSorted();
}

/** `null` for a file that no `leaveWord` wrote, or that was taken back meanwhile. */
function read(path: string): InputAtRest | null {
  try {
    const parsed = wordSchema.safeParse(JSON.parse(readFileSync(path, "utf8")));
    return parsed.success ? (parsed.data as InputAtRest) : null;
  } catch {
    return null;
  }
}

const text = z.string();
const limit = z.number().min(0).nullable();

const decisionSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.enum(["approve", "always", "abort", "happened", "redo", "stop", "retry"]),
  }),
  z.object({ type: z.literal("edit"), payload: z.record(text, z.json()) }),
  z.object({ type: z.literal("reject"), reason: text }),
  z.object({ type: z.literal("answer"), text }),
  z.object({ type: z.literal("raise"), tokens: limit, costUsd: limit }),
  z.object({ type: z.literal("take"), side: z.enum(["branch", "ticket"]) }),
]);

const wordSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("answer"),
    answer: z.object({ popupId: text, payloadHash: text, decision: decisionSchema }),
  }),
  z.object({
    type: z.literal("intervene"),
    intervention: z.discriminatedUnion("type", [
      z.object({ type: z.literal("instruct"), id: text, ticketId: text, text }),
      z.object({ type: z.literal("stop"), id: text, ticketId: text, reason: text }),
    ]),
  }),
]);
