import { readFileSync } from "node:fs";

/**
 * Takes away what Bun read from `.env` files of the current folder, which a run may have brought: they could name the
 * server that a key is sent to. Only Linux tells what was there at the start; elsewhere `bin/rehearsal.mjs` keeps Bun from
 * reading them.
 */
export function forgetEnvFiles(environment: Record<string, string | undefined>): void {
  // Who names a file means it.
  if (process.execArgv.some((option) => option.startsWith("--env-file"))) return;
  const given = givenNames();
  if (given === null) return;
  for (const name of Object.keys(environment)) if (!given.has(name)) delete environment[name];
}

function givenNames(): ReadonlySet<string> | null {
  try {
    const entries = readFileSync("/proc/self/environ", "utf8").split("\0");
    return new Set(entries.map((entry) => entry.slice(0, Math.max(0, entry.indexOf("=")))));
  } catch {
    return null;
  }
}
