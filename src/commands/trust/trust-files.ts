import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { writeTrust } from "../../config/trust/trust-record.ts";
import { untrustedFiles } from "../../config/trust/untrusted-files.ts";
import { findRoot } from "../find-root.ts";
import { type OutputFormat, print, printJson } from "../output.ts";
import { noteBrought, untrustedText } from "../read-config.ts";
import { usageError } from "../usage-error.ts";

/** Trusts what executing a file would execute of what runs brought, as it is now. Executes nothing. */
export async function trustFiles(
  directory: string,
  file: string,
  format: OutputFormat,
): Promise<void> {
  const root = await findRoot(directory);
  const entry = resolve(root, file);
  if (!existsSync(entry)) throw usageError(`There is no ${entry}, so nothing has to be trusted.`);
  const record = await noteBrought(root);
  const files = untrustedFiles(entry, root, record);
  const trusted = { ...record.trusted };
  for (const { path, hash } of files) trusted[path] = [...(trusted[path] ?? []), hash];
  if (files.length > 0) writeTrust(root, { ...record, trusted });
  if (format === "json") printJson({ trusted: files.map(({ path, run }) => ({ path, run })) });
  else if (files.length === 0)
    print(`${file} executes nothing that a run brought and you don't trust.\n`);
  else print(`Trusted as it is now:\n${untrustedText(files)}\n`);
}
