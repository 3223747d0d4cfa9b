import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Text that waits on disk, first in, first out. Nobody else can open it, and nothing of it outlives this process. */
export interface Spool {
  /** Throws where the disk takes no more. */
  put(text: string): void;
  /** What has waited longest, in a piece of bounded size; `null`: nothing waits. */
  take(): Uint8Array | null;
  close(): void;
}

const pieceBytes = 64 * 1024;

export function openSpool(): Spool {
  const folder = mkdtempSync(join(tmpdir(), "rehearsal-"));
  const file = openSync(join(folder, "spool"), "wx+", 0o600);
  rmSync(folder, { recursive: true });
  let written = 0;
  let taken = 0;
  return {
    put(text) {
      const bytes = Buffer.from(text);
      for (let put = 0; put < bytes.length;)
        put += writeSync(file, bytes, put, bytes.length - put, written + put);
      written += bytes.length;
    },
    take() {
      if (taken === written) return null;
      const piece = new Uint8Array(Math.min(pieceBytes, written - taken));
      const length = readSync(file, piece, 0, piece.length, taken);
      taken += length;
      if (taken === written) {
        ftruncateSync(file, 0);
        [taken, written] = [0, 0];
      }
      return piece.subarray(0, length);
    },
    close: () => closeSync(file),
  };
}
