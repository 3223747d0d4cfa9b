import { expect, test } from "bun:test";
import { forgetEnvFiles } from "../../src/commands/env-files.ts";

test("what was not there when the process began is forgotten, and the rest is kept", () => {
  const path = process.env["PATH"];
  const environment = { PATH: path, REHEARSAL_FROM_A_FILE: "http://elsewhere.invalid" };
  forgetEnvFiles(environment);
  const isTold = process.platform === "linux";
  expect(environment as object).toEqual(
    isTold ? { PATH: path } : { PATH: path, REHEARSAL_FROM_A_FILE: "http://elsewhere.invalid" },
  );
});
