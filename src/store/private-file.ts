import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from "node:fs";

/**
 * Makes a file that only its owner may read, whatever the umask says, because a log holds what tools printed. One
 * that is there and is ours becomes so. SQLite gives the files that it makes beside it the same mode.
 */
export function makePrivateFile(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, "a", 0o600));
  for (const suffix of ["", "-wal", "-shm"])
    if (existsSync(path + suffix)) makePrivate(path + suffix);
}

/** Makes a folder that only its owner may enter; one that is there and is ours becomes so. */
export function makePrivateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  makePrivate(path);
}

function makePrivate(path: string): void {
  const found = statSync(path);
  const isOurs = process.getuid === undefined || found.uid === process.getuid();
  if (isOurs && (found.mode & 0o077) !== 0) chmodSync(path, found.mode & 0o700);
}
