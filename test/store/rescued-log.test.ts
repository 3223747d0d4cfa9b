import { afterEach, expect, test } from "bun:test";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runId } from "../../src/core/ids.ts";
import { bringBack, rescuePlace } from "../../src/store/rescued-log.ts";
import { hasState, makeStateFolder } from "../../src/store/state-place.ts";

const id = runId(`rescued-${process.pid}`);
const place = join(tmpdir(), `rehearsal-${id}`);
const repository = mkdtempSync(join(tmpdir(), "repository-"));
afterEach(() => {
  for (const name of readdirSync(tmpdir()))
    if (name.startsWith(`rehearsal-${id}`)) rmSync(join(tmpdir(), name), { recursive: true });
  rmSync(repository, { recursive: true, force: true });
});

test("a log is never rescued into what somebody else laid where it belongs", () => {
  mkdirSync(repository, { recursive: true });
  symlinkSync(repository, place);
  const { directory } = rescuePlace("/gone", id);
  expect(directory.startsWith(`${place}+`)).toBe(true);
  expect(readdirSync(repository)).toEqual([]);
});

test("a broken log that was rescued stays, is told of, and keeps no run from going on", () => {
  mkdirSync(repository, { recursive: true });
  const rescued = rescuePlace(repository, id);
  makeStateFolder(rescued);
  writeFileSync(rescued.database, "no database");
  expect(hasState(place)).toBe(true);
  expect(bringBack(repository)).toEqual([expect.stringContaining(place)]);
  expect(existsSync(rescued.database)).toBe(true);
});
