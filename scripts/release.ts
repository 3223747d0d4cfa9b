/**
 * Prepares a release: the version in package.json, the section of the changelog, a commit and a tag. Pushing the tag
 * has .github/workflows/release.yml check everything and publish, with provenance.
 *
 * bun scripts/release.ts 0.2.0 --dry-run     says what it would do
 * bun scripts/release.ts 0.2.0
 */
import { $ } from "bun";
import { releasedChangelog, releaseNotes } from "./changelog.ts";

const [version, ...flags] = process.argv.slice(2);
const isDryRun = flags.includes("--dry-run");

if (version === undefined || !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) {
  fail("Name a version: bun scripts/release.ts 0.2.0");
}
const packageFile = await Bun.file("package.json").text();
const current = (JSON.parse(packageFile) as { readonly version: string }).version;
if (Bun.semver.order(version, current) < 0) fail(`${version} is older than ${current}.`);
if ((await $`git status --porcelain`.text()) !== "")
  fail("Commit or stash what is changed, first.");
if ((await $`git tag --list v${version}`.text()) !== "")
  fail(`There is a tag v${version} already.`);

const changelog = await Bun.file("CHANGELOG.md").text();
const day = new Date().toISOString().slice(0, 10);
const released = releasedChangelog(changelog, { version, day });
if (released === null) fail("CHANGELOG.md has no section [Unreleased] with something in it.");

process.stdout.write(`${releaseNotes(released, version)}\n`);
if (isDryRun) {
  process.stderr.write(`Nothing was changed. This would commit and tag v${version}.\n`);
} else {
  await Bun.write("CHANGELOG.md", released);
  await Bun.write(
    "package.json",
    packageFile.replace(`"version": "${current}"`, `"version": "${version}"`),
  );
  await $`bash .ci/run`;
  await $`git commit --quiet --all --message ${`Release ${version}`}`;
  await $`git tag --annotate v${version} --message ${releaseNotes(released, version)}`;
  process.stderr.write(`Tagged v${version}. Publish it with: git push --follow-tags\n`);
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
