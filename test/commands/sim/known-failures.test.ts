import { afterAll, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  readKnown,
  tellMended,
  withKnown,
  writeKnown,
} from "../../../src/commands/sim/known-failures.ts";
import { totalsText } from "../../../src/reports/sim/totals-text.ts";
import { failure, report } from "../../reports/sample-report.ts";

const folder = await mkdtemp(join(tmpdir(), "rehearsal-known-"));
afterAll(() => rm(folder, { recursive: true }));
const file = join(folder, "known.json");

const failing = report({ failures: [failure()] });

test("failures of now, written down, pass the next time; a new one does not", async () => {
  await writeKnown(file, [failing]);
  const known = await readKnown(file);
  expect(withKnown([failing], known)[0]).toMatchObject({
    passed: true,
    failures: [{ isKnown: true }],
  });
  expect(totalsText(withKnown([failing, report()], known), String)).toStartWith(
    "2 scenarios passed, 1 of them but for failures that are known, ",
  );
  const fresh = report({ failures: [failure(), failure({ kind: "deadlock" })] });
  expect(withKnown([fresh], known)[0]).toMatchObject({
    passed: false,
    failures: [{ isKnown: true }, { isKnown: false }],
  });
  // The same words of another scenario, or under drawn faults, are another failure.
  expect(withKnown([{ ...failing, name: "other" }], known)[0]?.passed).toBe(false);
  expect(withKnown([{ ...failing, swarm: true }], known)[0]?.passed).toBe(false);
});

test("one that does not come any more is told of, where its scenario was run", async () => {
  await writeKnown(file, [failing]);
  const known = await readKnown(file);
  expect(tellMended([report()], known)).toContain("1 known failure did not come");
  expect(tellMended([failing], known)).toBeNull();
  expect(tellMended([report({ name: "other" })], known)).toBeNull();
});

test("a file that is missing or no list is refused with the command that writes it", async () => {
  expect(readKnown(join(folder, "none.json"))).rejects.toThrow("--update-known");
  await Bun.write(file, "[]");
  expect(readKnown(file)).rejects.toThrow("is no list of known failures");
});
