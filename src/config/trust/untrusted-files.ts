import { createHash } from "node:crypto";
import { existsSync, lstatSync, readFileSync, realpathSync } from "node:fs";
import { join, relative } from "node:path";
import { importClosure } from "./import-closure.ts";
import type { TrustRecord } from "./trust-record.ts";

/** A file that a run brought and that is executed along with another one. */
export interface UntrustedFile {
  /** From the repository's root. */
  readonly path: string;
  readonly run: string;
  /** SHA-256 of what is in it now. */
  readonly hash: string;
}

/**
 * The files that executing `entry` may execute, that a run brought, and that nobody trusts as they are now. A file counts
 * as brought by its name (whatever was changed in it since) and by its content (whatever it is called now).
 */
export function untrustedFiles(
  entry: string,
  root: string,
  { brought, trusted }: TrustRecord,
): readonly UntrustedFile[] {
  const paths = Object.keys(brought);
  if (paths.length === 0 || !existsSync(entry)) return [];
  const entersPackages = paths.some((path) => /(?:^|\/)node_modules\//.test(path));
  const realRoot = realpathSync(root);
  const { files, isOpen } = importClosure(realpathSync(entry), { entersPackages });
  const inside = files
    .map((file) => relative(realRoot, file))
    .filter((path) => !path.startsWith(".."));
  const runs = new Map(
    Object.values(brought).flatMap(({ run, blobs }) => blobs.map((blob) => [blob, run] as const)),
  );
  const leavesRoot = inside.length < files.length;
  const isMeant = (path: string) =>
    isOpen || (leavesRoot && brought[path]?.isLink === true && isLink(join(root, path)));
  const candidates = new Set([...inside, ...paths.filter(isMeant)]);
  return [...candidates].flatMap((path) => {
    const content = contentOf(join(root, path));
    if (content === null) return [];
    const ids = [blobId(content, "sha1"), blobId(content, "sha256")];
    const maker = ids.map((id) => runs.get(id)).find((one) => one !== undefined);
    // As it was before any run: the branches of runs are not merged, or what they did was undone.
    const isOlder = brought[path]?.blobsBefore.some((blob) => ids.includes(blob)) === true;
    const run = maker ?? (isOlder ? undefined : brought[path]?.run);
    const hash = createHash("sha256").update(content).digest("hex");
    return run === undefined || trusted[path]?.includes(hash) === true ? [] : [{ path, run, hash }];
  });
}

const isLink = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;

/** `null` where there is no such file now. */
function contentOf(path: string): Uint8Array | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

/** As git names it, where no filter changes a file on its way. */
function blobId(content: Uint8Array, algorithm: "sha1" | "sha256"): string {
  return createHash(algorithm).update(`blob ${content.length}\0`).update(content).digest("hex");
}
