import { chmod, lstat, mkdir, readdir, rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Leftover } from "../../core/leftover.ts";
import { bytesText } from "../../core/words/bytes-text.ts";
import { rawInput, rawPath, readablePath } from "../git.ts";

/** How much of what a ticket leaves is copied into the repository's objects: what is larger would be on the disk twice. */
const copiedBytesMax = 256 * 1024 * 1024;
/** The longest path that is looked into. Systems take 4096 bytes at most, and it is to have another folder before it. */
const pathBytesMax = 2000;

/** A leftover that is moved out of its tree, or a folder that it lies in. */
export interface SetAside {
  /** Within the tree (raw), without a slash at its end. */
  readonly path: string;
  readonly to: string;
  /** For people: what it is, and where. */
  readonly note: string;
}

/** Where leftovers of a run are that are not copied: beside the folder of its tickets' trees. */
export const asideFolderOf = (runFolder: string): string => `${runFolder}%kept`;

/**
 * Says which leftovers of a tree are to be moved out of it: the largest, as long as the others take much room, and folders too deep
 * for any path. `name` tells them from other ones of the ticket.
 */
export async function chooseAside(
  directory: string,
  leftovers: readonly Leftover[],
  name: string,
): Promise<{ readonly aside: readonly SetAside[]; readonly copied: readonly Leftover[] }> {
  const to = join(asideFolderOf(dirname(directory)), basename(directory), name);
  const measured: (Measure & { readonly leftover: Leftover })[] = [];
  for (const leftover of leftovers)
    measured.push({ leftover, ...(await measure(rawPath(directory), rawPath(leftover.path))) });
  const aside = new Map<string, SetAside>();
  const copied: Leftover[] = [];
  let bytesLeft = measured.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { leftover, bytes, isDeep } of measured.toSorted((a, b) => b.bytes - a.bytes)) {
    const isMoved = isDeep || bytesLeft > copiedBytesMax;
    const path = reachable(rawPath(leftover.path));
    if (!isMoved || !(await isSameDisk(directory, path))) {
      copied.push(leftover);
      continue;
    }
    bytesLeft -= bytes;
    const what = isDeep ? "too deep to be copied" : bytesText(bytes);
    const place = join(to, readablePath(path));
    aside.set(path, {
      path,
      to,
      note: `${readablePath(path)} (${leftover.why}, ${what}): in ${place}`,
    });
  }
  return { aside: [...aside.values()], copied };
}

/** Moves what was chosen, in no time and with no room. What has gone meanwhile, or was moved before, is left out. */
export async function moveAside(directory: string, aside: readonly SetAside[]): Promise<void> {
  for (const { path, to } of aside) {
    const from = rawInput(`${rawPath(directory)}/${path}`) as Buffer;
    const entry = await lstat(from).catch(() => null);
    if (entry === null) continue;
    // A folder takes its own leave to be moved.
    if (entry.isDirectory()) await chmod(from, (entry.mode & 0o777) | 0o700).catch(() => undefined);
    const place = await freePlace(`${rawPath(to)}/${path}`);
    await mkdir(rawInput(dirname(place)) as Buffer, { recursive: true, mode: 0o700 });
    await rename(from, rawInput(place) as Buffer);
  }
}

async function freePlace(path: string): Promise<string> {
  const isTaken = await lstat(rawInput(path) as Buffer).then(
    () => true,
    () => false,
  );
  return isTaken ? freePlace(`${path}%`) : path;
}

interface Measure {
  readonly bytes: number;
  /** Some of it has a path that is too long. */
  readonly isDeep: boolean;
}

async function measure(directory: string, path: string): Promise<Measure> {
  if (path.length > pathBytesMax) return { bytes: 0, isDeep: true };
  const place = rawInput(`${directory}/${path}`) as Buffer;
  const entry = await lstat(place).catch(() => null);
  if (entry?.isDirectory() !== true) return { bytes: entry?.size ?? 0, isDeep: false };
  const names = await readdir(place, { encoding: "latin1" }).catch(() => []);
  let bytes = 0;
  let isDeep = false;
  for (const name of names) {
    const inner = await measure(directory, `${path.replace(/\/$/, "")}/${name}`);
    bytes += inner.bytes;
    isDeep ||= inner.isDeep;
  }
  return { bytes, isDeep };
}

/** A path (raw), or the deepest folder of it that can be moved. */
function reachable(path: string): string {
  const whole = path.replace(/\/$/, "");
  return whole.length <= pathBytesMax
    ? whole
    : whole.slice(0, Math.max(whole.lastIndexOf("/", pathBytesMax), 0));
}

async function isSameDisk(directory: string, path: string): Promise<boolean> {
  const place = rawInput(`${rawPath(directory)}/${path}`) as Buffer;
  const found = await Promise.all(
    [place, dirname(directory)].map((one) => lstat(one).catch(() => null)),
  );
  return found[0] != null && found[0].dev === found[1]?.dev;
}
