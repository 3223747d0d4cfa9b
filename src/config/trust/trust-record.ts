import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { configError } from "../config-error.ts";

const schema = z.strictObject({
  /** The refs that were looked at, with their commits: a branch may be deleted once it is merged. */
  refs: z.record(z.string(), z.string()),
  brought: z.record(
    z.string(),
    z.strictObject({
      run: z.string(),
      blobs: z.array(z.string()),
      /** What was there before: a person's, unless another run brought it. */
      blobsBefore: z.array(z.string()),
      isLink: z.boolean(),
    }),
  ),
  /** By path, the SHA-256 of what a person said may be executed. */
  trusted: z.record(z.string(), z.array(z.string())),
});

/** What runs brought into a repository, by path, and what of it a person trusts. */
export type TrustRecord = Readonly<z.infer<typeof schema>>;

const trustPath = (repositoryRoot: string): string =>
  join(repositoryRoot, ".rehearsal", "trust.json");

export function readTrust(repositoryRoot: string): TrustRecord {
  const path = trustPath(repositoryRoot);
  if (!existsSync(path)) return { refs: {}, brought: {}, trusted: {} };
  try {
    return schema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    throw configError(
      `${path} can't be read, so nobody knows which files runs brought. Remove it, then try again: it is made anew from the runs' branches.`,
      error,
    );
  }
}

/** Writes all of it, readable by its owner alone: half a file is never read. */
export function writeTrust(repositoryRoot: string, record: TrustRecord): void {
  const path = trustPath(repositoryRoot);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const written = `${path}.${process.pid}`;
  writeFileSync(written, `${JSON.stringify(record, null, 1)}\n`, { mode: 0o600 });
  chmodSync(written, 0o600);
  renameSync(written, path);
}

/** The record with what a ref of a run holds. */
export function withBrought(
  record: TrustRecord,
  found: {
    readonly run: string;
    readonly ref: string;
    readonly commit: string;
    readonly files: readonly {
      readonly path: string;
      readonly blob: string;
      readonly blobBefore: string | null;
      readonly isLink: boolean;
    }[];
  },
): TrustRecord {
  const brought = { ...record.brought };
  for (const { path, blob, blobBefore, isLink } of found.files) {
    const blobs = new Set([...(brought[path]?.blobs ?? []), blob]);
    const blobsBefore = new Set(brought[path]?.blobsBefore ?? []);
    if (blobBefore !== null) blobsBefore.add(blobBefore);
    brought[path] = {
      run: found.run,
      blobs: [...blobs],
      blobsBefore: [...blobsBefore],
      isLink: isLink || brought[path]?.isLink === true,
    };
  }
  return { ...record, refs: { ...record.refs, [found.ref]: found.commit }, brought };
}
