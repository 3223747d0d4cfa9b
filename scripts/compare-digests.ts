import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { $ } from "bun";

/**
 * Says which logs a change has changed: runs every shipped scenario on both wires, plain and under drawn faults,
 * in this checkout and in another commit of it, writes both lists of digests and prints what differs.
 *
 *     bun scripts/compare-digests.ts a60fd1e          # seeds 0 to 199; about a quarter of an hour
 *     bun scripts/compare-digests.ts HEAD~1 0 9       # seeds 0 to 9
 *
 * Ends with 1 where a digest differs.
 */
const [base, first = "0", last = "199"] = process.argv.slice(2);
if (base === undefined) {
  console.error(
    "Say which commit to compare with: bun scripts/compare-digests.ts COMMIT [FIRST LAST]",
  );
  process.exit(2);
}
const root = join(import.meta.dir, "..");
const folder = await mkdtemp(join(tmpdir(), "rehearsal-digests-"));
const other = join(folder, "checkout");
const script = join("scripts", "print-digests.ts");
const lists = { before: join(folder, "before.jsonl"), after: join(folder, "after.jsonl") };

await $`git worktree add --detach ${other} ${base}`.cwd(root).quiet();
try {
  await $`bun install --frozen-lockfile --silent`.cwd(other).quiet();
  // Within its checkout the script finds that checkout's packages.
  await $`mkdir -p scripts && cp ${join(root, script)} scripts/`.cwd(other).quiet();
  await Promise.all([
    $`bun ${script} . ${first} ${last} > ${lists.before}`.cwd(other),
    $`bun ${script} . ${first} ${last} > ${lists.after}`.cwd(root),
  ]);
} finally {
  await $`git worktree remove --force ${other}`.cwd(root).quiet();
}

const [before, after] = await Promise.all([linesOf(lists.before), linesOf(lists.after)]);
const gone = [...before].filter((line) => !after.has(line));
const come = [...after].filter((line) => !before.has(line));
for (const line of gone) console.log(`- ${line}`);
for (const line of come) console.log(`+ ${line}`);
console.log(
  `${before.size} digests before (${lists.before}), ${after.size} after (${lists.after})`,
);
console.log(`${gone.length} only before, ${come.length} only after`);
if (gone.length + come.length > 0) process.exitCode = 1;
else await rm(folder, { recursive: true });

async function linesOf(file: string): Promise<ReadonlySet<string>> {
  return new Set((await Bun.file(file).text()).split("\n").filter((line) => line !== ""));
}
