import { type AgentRecord, rehearseAgent } from "rehearsal/sim";
import type { Ask } from "./conversation.ts";
import { frameworks } from "./frameworks.ts";
import { faultsOf, threeForecasts, type Version, versions } from "./three-forecasts.ts";

/**
 * Rehearses each version of the program in each framework, and prints a line of JSON for each. The right ones get so
 * many seeds, what has a mistake 50: `bun agents/rehearse-frameworks.ts 1000`; or only those whose name holds a word:
 * `bun agents/rehearse-frameworks.ts 20 LangGraph`. Started anew, it prints the same but for the times.
 */
export interface Rehearsed {
  readonly framework: string;
  readonly version: Version;
  /** What was found; `null`: every seed passed. */
  readonly found: Found | null;
  /** Of all that was seen under these seeds, as a hash. */
  readonly trace: string;
  readonly ms: number;
}

export interface Found {
  readonly seed: number;
  readonly says: string;
  readonly deviations: number;
  readonly faults: readonly string[];
  readonly deterministic: boolean;
  readonly code: string;
}

const seedsOfMistakes = 50;

async function rehearsed(framework: string, ask: Ask, version: Version): Promise<Rehearsed> {
  const startedMs = performance.now();
  const hash = new Bun.CryptoHasher("sha256");
  const trace = ({ steps, requests, outcome }: AgentRecord) =>
    void hash.update(JSON.stringify([steps, requests, outcome]));
  const found = await rehearseAgent(
    { ...threeForecasts(framework, ask, version), checks: { trace } },
    {
      seeds: version.startsWith("right") ? Number(process.argv[2] ?? 20) : seedsOfMistakes,
      faults: faultsOf(version),
    },
  ).then(() => null, foundBy);
  const ms = Math.round(performance.now() - startedMs);
  return { framework, version, found, trace: hash.digest("hex"), ms };
}

function foundBy(error: {
  readonly failures?: readonly (Found & { messages: string[] })[];
}): Found {
  if (error.failures === undefined) throw error as Error;
  const { seed, messages, deviations, faults, deterministic, code } = error.failures[0]!;
  return { seed, says: messages[0]!, deviations, faults, deterministic, code };
}

if (import.meta.main) {
  const word = process.argv[3] ?? "";
  for (const [framework, ask] of Object.entries(frameworks)) {
    for (const version of versions) {
      if (!`${framework} ${version}`.includes(word)) continue;
      process.stdout.write(`${JSON.stringify(await rehearsed(framework, ask, version))}\n`);
    }
  }
}
