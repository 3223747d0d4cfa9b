import { expect, test } from "bun:test";
import { releasedChangelog, releaseNotes } from "../../scripts/changelog.ts";

const changelog = `# Changelog

## [Unreleased]

- new

## [0.1.0] - 2026-01-01

- first
`;

test("what was unreleased becomes a version of its own, and the next one begins", () => {
  const released = releasedChangelog(changelog, { version: "0.2.0", day: "2026-02-02" })!;
  expect(released).toContain("## [Unreleased]\n\n## [0.2.0] - 2026-02-02\n\n- new\n");
  expect(releaseNotes(released, "0.2.0")).toBe("- new");
  expect(releaseNotes(released, "0.1.0")).toBe("- first");
  expect(releaseNotes(released, "Unreleased")).toBe("");
});

test("with nothing to tell there is no release", () => {
  const empty = changelog.replace("- new\n", "");
  expect(releasedChangelog(empty, { version: "0.2.0", day: "2026-02-02" })).toBeNull();
  expect(releasedChangelog("# Changelog\n", { version: "1.0.0", day: "2026-02-02" })).toBeNull();
});
