import { existsSync } from "node:fs";
import { configError } from "../config/config-error.ts";
import type { Config } from "../config/define-config.ts";
import { configPath, loadConfig } from "../config/load-config.ts";
import {
  readTrust,
  type TrustRecord,
  withBrought,
  writeTrust,
} from "../config/trust/trust-record.ts";
import { type UntrustedFile, untrustedFiles } from "../config/trust/untrusted-files.ts";
import { makeStateFolder, statePlace } from "../store/state-place.ts";
import { broughtFiles } from "../workspaces/brought-files.ts";
import { countText } from "../core/words/count-text.ts";
import { hint } from "./hint.ts";
import { quoted } from "../core/words/quoted.ts";

/** Reads the configuration, which is a program: not where it would execute what a run brought and nobody trusts. */
export async function readConfig(root: string): Promise<Config> {
  const path = configPath(root);
  if (existsSync(path)) await refuseUntrusted(path, root);
  return loadConfig(root);
}

/** Throws a `ConfigError` where executing a file would execute what a run brought and nobody trusts. */
export async function refuseUntrusted(entry: string, root: string): Promise<void> {
  const files = untrustedFiles(entry, root, await noteBrought(root));
  if (files.length === 0) return;
  throw configError(
    `${entry} would execute what runs brought, and nobody has said that it may be:\n${untrustedText(files)}\n` +
      `Read it, then say so: ${hint(entry === configPath(root) ? "trust" : `trust ${quoted(entry)}`, root)}`,
  );
}

/** Notes what the runs of a repository brought: their branches may be deleted, and what they brought stays. */
export async function noteBrought(root: string): Promise<TrustRecord> {
  const before = readTrust(root);
  const at = { repositoryRoot: root, environment: process.env };
  const found = await broughtFiles(at, before.refs);
  if (found.length === 0) return before;
  const after = found.reduce(withBrought, before);
  try {
    makeStateFolder(statePlace(root));
    writeTrust(root, after);
  } catch {
    // What can only be read can still be looked at; the next command finds the same.
  }
  return after;
}

const shownMax = 12;

export function untrustedText(files: readonly UntrustedFile[]): string {
  const lines = files.slice(0, shownMax).map(({ path, run }) => `  ${path} (run ${run})`);
  const more = files.length - lines.length;
  return [...lines, ...(more > 0 ? [`  and ${countText(more, "other file")}`] : [])].join("\n");
}
