/** A changelog in which what was unreleased is of this version; `null` where there is nothing. */
export function releasedChangelog(
  changelog: string,
  { version, day }: { readonly version: string; readonly day: string },
): string | null {
  const heading = "## [Unreleased]";
  if (!changelog.includes(heading) || releaseNotes(changelog, "Unreleased") === "") return null;
  return changelog.replace(heading, `${heading}\n\n## [${version}] - ${day}`);
}

/** What a changelog says of a version. */
export function releaseNotes(changelog: string, version: string): string {
  const [, ...sections] = changelog.split(/^## /m);
  const own = sections.find((section) => section.startsWith(`[${version}]`));
  return own === undefined ? "" : own.slice(own.indexOf("\n") + 1).trim();
}
