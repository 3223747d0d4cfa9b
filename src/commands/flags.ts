import { InvalidArgumentError, Option } from "commander";
import { parseDuration } from "../config/duration.ts";
import { providerNames } from "../config/known-providers.ts";
import { hostPattern } from "../core/host-list.ts";
import type { TimeBudget } from "../core/ledger/time-limit.ts";
import { type Tier, tiers } from "../core/ids.ts";

// Parsers of options. Commander reports what they throw as wrong usage.

export function count(text: string): number {
  if (/^\d+$/.test(text) && Number(text) >= 1 && Number.isSafeInteger(Number(text)))
    return Number(text);
  throw new InvalidArgumentError("It must be a whole number from 1 on.");
}

export function dollars(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be an amount of US dollars, such as 2.50.");
}

export function durationMs(text: string): number {
  const ms = parseDuration(text);
  if (ms !== null && ms > 0) return ms;
  throw new InvalidArgumentError('It must be a duration, such as "30s", "5m" or "1h30m".');
}

function httpAddress(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError("It must be an http or https address.");
}

/** Model names by tier. */
export type ModelFlags = Partial<Record<Tier, string>>;

/** `NAME` is the model of every tier, `tier3=NAME` of that one; of several flags the later one wins. */
export function models(text: string, before: ModelFlags = {}): ModelFlags {
  const [, tier, name] = /^(?:(tier\d)=)?(\S+)$/.exec(text) ?? [];
  const served = tiers.filter((known) => tier === undefined || known === tier);
  if (name === undefined || served.length === 0)
    throw new InvalidArgumentError("It must be a model's name, or one for a tier: tier3=NAME.");
  return { ...before, ...Object.fromEntries(served.map((known) => [known, name])) };
}

/** `2h` is the run's time, `ticket=20m` each ticket's, `tier3=1h` that of a tier's models; of several flags the later wins. */
export function times(text: string, before: TimeBudget = {}): TimeBudget {
  const [, name = "", duration = ""] = /^(?:(ticket|tier[1-4])=)?(.+)$/.exec(text) ?? [];
  const ms = durationMs(duration);
  if (name === "") return { ...before, runMs: ms };
  if (name === "ticket") return { ...before, ticketMs: ms };
  return { ...before, tierMs: { ...before.tierMs, [name]: ms } };
}

export const repositoryOption = (): Option =>
  new Option("--repo <dir>", "the git repository to work on").default(".", "this folder");

export const jsonOption = (what: string): Option =>
  new Option("--json", `print ${what} as JSON on stdout, and nothing else there`);

export const providerOption = (): Option =>
  new Option("--provider <name>", "who serves the models").choices([...providerNames, "mock"]);

export const scenarioOption = (): Option =>
  new Option("--scenario <file>", "the scenario whose replies and answers the mock plays");

export const askOption = (): Option =>
  new Option("--ask", "with a scenario: leave the decisions to you");

export const quietBellOption = (): Option =>
  new Option("--quiet-bell", "ring no bell when a decision waits for you");

export const baseUrlOption = (): Option =>
  new Option("--base-url <url>", "where the provider's API is").argParser(httpAddress);

/** A name, and not `NAME=VALUE`: a value on a command line can be read by every user of the machine. */
function variableNames(text: string, before: readonly string[] = []): readonly string[] {
  if (/^[A-Za-z_][A-Za-z0-9_]*\*?$/.test(text)) return [...before, text];
  throw new InvalidArgumentError(
    "It must be a variable's name; its value is that of your environment.",
  );
}

const patterns = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  text,
];

export const allowOption = (): Option =>
  new Option(
    "--allow <what>",
    'allow a command ("npm test*"), a tool or a kind; repeatable',
  ).argParser(patterns);

export const denyOption = (): Option =>
  new Option(
    "--deny <what>",
    'deny the same ("git push*", "write *.lock"); wins over --allow',
  ).argParser(patterns);

export const envOption = (): Option =>
  new Option("--env <name>", "an environment variable that commands get; repeatable").argParser(
    variableNames,
  );

export const sandboxOption = (): Option =>
  new Option("--sandbox", "commands write in their worktree only, and have no network");

function hostNames(text: string, before: readonly string[] = []): readonly string[] {
  if (hostPattern.test(text)) return [...before, text];
  throw new InvalidArgumentError(
    "It must be a host's name, such as git.example.com, *.example.com or example.com:8080.",
  );
}

export const allowHostOption = (): Option =>
  new Option(
    "--allow-host <name>",
    "a host that commands reach from the sandbox (implies --sandbox); repeatable",
  ).argParser(hostNames);
