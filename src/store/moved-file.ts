import { readdirSync, readlinkSync, statSync } from "node:fs";

/** What makes a file the one that it is, whatever its path; `null` where there is none. */
export function fileIdentityOf(path: string): string | null {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return null;
  }
}

const openFiles = "/proc/self/fd";

/**
 * Where a file that this process has open is by now; `null` where it was removed, and where the system can't tell (macOS).
 */
export function placeOfOpenFile(identity: string): string | null {
  for (const name of openFileNames()) {
    const link = `${openFiles}/${name}`;
    if (fileIdentityOf(link) !== identity) continue;
    const path = linkedPath(link);
    // The link of a removed file leads nowhere.
    if (path !== null && fileIdentityOf(path) === identity) return path;
  }
  return null;
}

function openFileNames(): readonly string[] {
  try {
    return readdirSync(openFiles);
  } catch {
    return [];
  }
}

function linkedPath(link: string): string | null {
  try {
    return readlinkSync(link);
  } catch {
    return null;
  }
}
