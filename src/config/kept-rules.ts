import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { Rule } from "../core/gates/rule.ts";
import { canonicalJson } from "../core/json.ts";
import { configError } from "./config-error.ts";
import { ruleSchema } from "./config-schema.ts";

const keptRules = z.strictObject({ rules: z.array(ruleSchema) });

/** Where the rules are that hold for each run in a repository. */
export const keptRulesPath = (repositoryRoot: string): string =>
  join(repositoryRoot, ".rehearsal", "rules.json");

/** The rules that are kept for a repository, the last that matches wins. Throws a `ConfigError`. */
export function readKeptRules(repositoryRoot: string): readonly Rule[] {
  const path = keptRulesPath(repositoryRoot);
  if (!existsSync(path)) return [];
  const read = keptRules.safeParse(jsonOf(readFileSync(path, "utf8")));
  if (read.success) return read.data.rules;
  throw configError(
    `${path} holds no rules as \`rehearsal rules\` writes them: ${z.prettifyError(read.error)}\nMend the file, or remove it and make the rules anew with \`rehearsal rules allow\` and \`deny\`.`,
  );
}

/** Writes all of them, readable by their owner alone: half a file is never read. */
export function writeKeptRules(repositoryRoot: string, rules: readonly Rule[]): void {
  const path = keptRulesPath(repositoryRoot);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const written = `${path}.${process.pid}`;
  writeFileSync(written, `${JSON.stringify({ rules }, null, 2)}\n`, { mode: 0o600 });
  renameSync(written, path);
}

/** Keeps those of `wanted` that are not kept yet, and answers which these are. */
export function keepRulesToo(repositoryRoot: string, wanted: readonly Rule[]): readonly Rule[] {
  const before = readKeptRules(repositoryRoot);
  const known = new Set(before.map(canonicalJson));
  const added = wanted.filter((rule) => {
    const text = canonicalJson(rule);
    return known.has(text) ? false : known.add(text);
  });
  if (added.length > 0) writeKeptRules(repositoryRoot, [...before, ...added]);
  return added;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
