import { existsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The text of the demo's scenario, which the build of a single file puts here; elsewhere there is no such name. */
declare const embeddedDemoScenario: string | undefined;

const name = "demo.scenario.ts";
const besideProgram = join(import.meta.dir, "..", "..", "..", "scenarios", name);

/**
 * Where the demo's own scenario can be read, and be named in what is printed. A program compiled into one file has
 * it inside, and no folder beside it: there it is written into a temporary one.
 */
export async function ownScenarioFile(): Promise<string> {
  if (typeof embeddedDemoScenario === "undefined" || existsSync(besideProgram))
    return besideProgram;
  const file = join(await mkdtemp(join(tmpdir(), "rehearsal-demo-scenario-")), name);
  await Bun.write(file, embeddedDemoScenario);
  return file;
}
