import { referencesOf } from "./references.ts";
import { placeOf, type SourceModule } from "./source-module.ts";

const marks = /^(?:describe|it|test)\.(?:[a-z]+\.)*(?:failing|if|only|skip|skipIf|todo|todoIf)\b/;

/** Tests that don't run, that keep others from running, or that are meant to fail. */
export function skippedTests(module: SourceModule): readonly string[] {
  return referencesOf(module)
    .filter(({ name }) => marks.test(name))
    .map(({ name, offset }) => `${placeOf(module, offset)} has a ${name}: let every test run`);
}
