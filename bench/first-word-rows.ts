import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { $ } from "bun";
import { fromSource, limitedRow, timeCommand } from "./command-time.ts";
import type { Effort, Rounds } from "./rounds.ts";
import type { Row } from "./row.ts";
import { spreadOf } from "./spread.ts";

const root = join(import.meta.dir, "..");
const rounds: Rounds = { warmUp: 2, measured: 15 };
const [simMs, serveMs] = [150, 120];

const served = `import { reply, says, served } from "rehearsal/sim";
export default served({ name: "one reply", replies: [reply(says("Hello."))] });
`;

/** No scenario and no runner, but the client that any of them would load. */
const emptyRunner = `import Anthropic from "@anthropic-ai/sdk";
console.log(new Anthropic({ apiKey: "any" }).baseURL);
`;

/**
 * What somebody waits for who has typed a command: as a checkout starts it, which reads and translates each of its files
 * then, and as the one file that `bun run build` makes, which has done so before.
 */
export async function firstWordRows(push: (row: Row) => void, effort: Effort): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "rehearsal-bench-"));
  try {
    const script = join(folder, "served.scenario.ts");
    await Bun.write(script, served);
    const ways = [
      ["from a checkout", fromSource],
      ["as one file", [await buildInto(folder)]],
    ] as const;
    const sim = ["sim", join("scenarios", "demo.scenario.ts")];
    const serve = ["serve", script, "--port", "0"];
    for (const [way, program] of ways) {
      const timed = (words: readonly string[], until: string) =>
        timeCommand({ words: [...program, ...words], cwd: root, until }, effort(rounds));
      push(limitedRow(`first line of sim, ${way}`, await timed(sim, "Rehearsing"), simMs));
      push(limitedRow(`serve until it listens, ${way}`, await timed(serve, "http"), serveMs));
    }
    push(await emptyRunnerRow(effort(rounds)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Beside ours: what the client alone takes. */
async function emptyRunnerRow(how: Rounds): Promise<Row> {
  const words = [process.execPath, "-e", emptyRunner];
  const tookMs = await timeCommand({ words, cwd: root, until: "http" }, how);
  const bare = await timeCommand(
    { words: [process.execPath, "-e", "console.log(1)"], cwd: root, until: "1" },
    how,
  );
  return {
    name: "beside them: an empty runner that loads the SDK, against `bun -e`",
    ours: `${spreadOf(tookMs).median.toFixed(0)} ms`,
    peer: `${spreadOf(bare).median.toFixed(0)} ms`,
    ratio: spreadOf(tookMs.map((ms, index) => ms / bare[index]!)),
    floor: null,
  };
}

async function buildInto(folder: string): Promise<string> {
  const built = (await $`${process.execPath} scripts/build.ts`.cwd(root).text()).trim();
  const program = join(folder, "rehearsal");
  await $`mv ${built} ${program}`;
  return program;
}
