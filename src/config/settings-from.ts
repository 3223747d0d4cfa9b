import { tiers, type Tier } from "../core/ids.ts";
import type { Rule } from "../core/gates/rule.ts";
import type { Budget, CommandSettings, ModelChoice, Prompts, Settings } from "../core/settings.ts";
import type { TimeBudget } from "../core/ledger/time-limit.ts";
import type { Price } from "../core/ledger/usage.ts";
import { configError } from "./config-error.ts";
import type { Config } from "./define-config.ts";
import { knownProviders, type ProviderName } from "./known-providers.ts";
import { parseDuration } from "./duration.ts";
import { knownModels } from "./prices.ts";
import { mendedBaseUrl, serverConfigOf } from "./server-address.ts";
import { windowOf } from "./window.ts";

/** What a command line may set; what is absent is left to the configuration. */
export interface SettingsFlags {
  readonly provider?: ProviderName;
  readonly mode?: Settings["mode"];
  readonly workers?: number;
  readonly attempts?: number;
  readonly turns?: number;
  readonly tries?: number;
  readonly repeats?: number;
  readonly check?: string | null;
  readonly budget?: Partial<Budget>;
  readonly timeBudget?: TimeBudget;
  /** Where the provider's server is. */
  readonly baseUrl?: string;
  /** Model names. */
  readonly models?: Partial<Record<Tier, string>>;
  /** Added after the configuration's, so that they win. */
  readonly rules?: readonly Rule[];
  /** `--yes`: everything is allowed that no rule denies or asks for. */
  readonly yes?: boolean;
  /** Names of variables that commands get. */
  readonly pass?: readonly string[];
  /** Keeps what the configuration says of the network. */
  readonly sandbox?: true;
  /** Hosts that commands in a sandbox reach. */
  readonly hosts?: readonly string[];
  readonly popupTimeoutMs?: number | null;
  readonly stallTimeoutMs?: number;
  readonly toolTimeoutMs?: number;
}

/** The name of a model that nobody named. */
const unnamed = "";

/**
 * The settings of a run: flags win over the configuration, which wins over the defaults. Throws a `ConfigError`.
 */
export function settingsFrom(sources: {
  readonly config: Config;
  readonly flags: SettingsFlags;
  readonly prompts: Prompts;
}): Settings {
  const { config, flags, prompts } = sources;
  const choices = {
    tier1: modelChoice("tier1", config, flags),
    tier2: modelChoice("tier2", config, flags),
    tier3: modelChoice("tier3", config, flags),
    tier4: modelChoice("tier4", config, flags),
  };
  const prices = pricesOf(choices, config);
  const { budget: limits = {} } = config;
  const { tokens = null, costUsd = null } = limits;
  const budget: Budget = { tokens, costUsd, ...flags.budget };
  const timeBudget = timeBudgetOf(limits, flags.timeBudget ?? {});
  if (budget.costUsd !== null) refuseUnpricedModels(choices, prices);

  const commands = commandsOf(config, flags);
  const repeats = flags.repeats ?? config.repeats;
  return {
    mode: flags.mode ?? config.mode ?? "auto",
    workers: flags.workers ?? config.workers ?? 4,
    attempts: flags.attempts ?? config.attempts ?? 2,
    turns: flags.turns ?? config.turns ?? 50,
    tries: flags.tries ?? config.tries ?? 5,
    models: choices,
    prices,
    budget,
    check: flags.check !== undefined ? flags.check : (config.check ?? null),
    rules: rulesOf(config, flags),
    popupTimeoutMs:
      flags.popupTimeoutMs !== undefined
        ? flags.popupTimeoutMs
        : durationMs("popupTimeout", config.popupTimeout ?? null),
    stallTimeoutMs:
      flags.stallTimeoutMs ?? durationMs("stallTimeout", config.stallTimeout ?? null) ?? 120_000,
    toolTimeoutMs:
      flags.toolTimeoutMs ?? durationMs("toolTimeout", config.toolTimeout ?? null) ?? 120_000,
    retryBaseMs: 1000,
    retryMaxMs: 60_000,
    prompts,
    ...(repeats !== undefined && { repeats }),
    ...(timeBudget !== null && { timeBudget }),
    ...((commands.pass.length > 0 || commands.sandbox !== "none") && { commands }),
  };
}

/** `null` where no time is limited. */
function timeBudgetOf(config: NonNullable<Config["budget"]>, flags: TimeBudget): TimeBudget | null {
  const runMs = flags.runMs ?? durationMs("budget.time", config.time ?? null);
  const ticketMs = flags.ticketMs ?? durationMs("budget.ticketTime", config.ticketTime ?? null);
  const ofTiers = tiers.flatMap((tier) => {
    const written = config.tierTime?.[tier] ?? null;
    const ms = flags.tierMs?.[tier] ?? durationMs(`budget.tierTime.${tier}`, written);
    return ms === null ? [] : [[tier, ms] as const];
  });
  if (runMs === null && ticketMs === null && ofTiers.length === 0) return null;
  return {
    ...(runMs !== null && { runMs }),
    ...(ticketMs !== null && { ticketMs }),
    ...(ofTiers.length > 0 && { tierMs: Object.fromEntries(ofTiers) }),
  };
}

function modelChoice(tier: Tier, config: Config, flags: SettingsFlags): ModelChoice {
  const ofRun = flags.provider ?? config.provider ?? "anthropic";
  const configured = config.models?.[tier] ?? knownProviders[ofRun].models?.[tier] ?? unnamed;
  const own = typeof configured === "string" ? { model: configured } : configured;
  // A provider that a flag names is meant for all tiers.
  const provider = flags.provider ?? own.provider ?? ofRun;
  const model = flags.models?.[tier] ?? own.model;
  if (model === unnamed)
    throw configError(
      `No model is named for ${tier}, and the provider "${provider}" has no default one. Name one for all tiers with --model NAME, or for each under \`models\` in rehearsal.config.ts.`,
    );
  const ofModel = ownOf(config.windows, model) ?? {};
  // A window that was given for one model says nothing of the one that a flag puts in its place.
  const reply = own.maxOutputTokens === undefined ? {} : { maxOutputTokens: own.maxOutputTokens };
  const window =
    model === own.model ? windowOf(model, own, ofModel) : windowOf(model, ofModel, reply);
  if (window.contextTokens !== null && window.maxOutputTokens >= window.contextTokens)
    throw configError(
      `${tier} keeps ${window.maxOutputTokens} tokens for the reply (maxOutputTokens), but the window of ${JSON.stringify(model)} has ${window.contextTokens} (contextTokens), so no prompt would fit. Change one of them in rehearsal.config.ts.`,
    );
  // An address is that of its own provider, and of no other that a flag names.
  const ofTier = (own.provider ?? provider) === provider ? own.baseUrl : undefined;
  const baseUrl = baseUrlOf(provider, ofTier, { config, flags });
  return { provider, model, ...window, ...serverOf(baseUrl, config) };
}

/** The configured address is that of the configured provider, and of no other that a flag or a tier names. */
function baseUrlOf(
  provider: ProviderName,
  ofTier: string | undefined,
  { config, flags }: { readonly config: Config; readonly flags: SettingsFlags },
): string | null {
  const isMeant = (config.provider ?? "anthropic") === provider;
  const ofRun =
    flags.baseUrl !== undefined && (flags.provider ?? config.provider ?? "anthropic") === provider
      ? flags.baseUrl
      : undefined;
  const chosen = ofRun ?? ofTier ?? (isMeant ? config.baseUrl : undefined);
  return chosen === undefined ? null : mendedBaseUrl(provider, chosen);
}

/** What the log keeps of a server; its headers may hold secrets, and are left out. */
function serverOf(
  baseUrl: string | null,
  config: Config,
): Pick<ModelChoice, "baseUrl" | "traits" | "body"> {
  if (baseUrl === null) return {};
  const { keyVariable: _, headers: __, body, ...traits } = serverConfigOf(config, baseUrl);
  return {
    baseUrl,
    ...(Object.keys(traits).length > 0 && { traits }),
    ...(body !== undefined && { body }),
  };
}

/** The prices of the models that the run uses. */
function pricesOf(choices: Settings["models"], config: Config): Readonly<Record<string, Price>> {
  const used = [...new Set(tiers.map((tier) => choices[tier].model))];
  return Object.fromEntries(
    used.flatMap((model) => {
      const price = ownOf(config.prices, model) ?? knownModels.get(model)?.price ?? null;
      return price === null ? [] : [[model, price]];
    }),
  );
}

/** What the configuration says of a model; its name may be any text. */
function ownOf<Value>(
  byModel: Readonly<Record<string, Value>> | undefined,
  model: string,
): Value | undefined {
  return byModel !== undefined && Object.hasOwn(byModel, model) ? byModel[model] : undefined;
}

/** A limit in dollars would never be reached by a model whose price is unknown. */
function refuseUnpricedModels(
  choices: Settings["models"],
  prices: Readonly<Record<string, Price>>,
): void {
  const unpriced = tiers.filter((tier) => !Object.hasOwn(prices, choices[tier].model));
  const [tier] = unpriced;
  if (tier === undefined) return;
  const { model } = choices[tier];
  throw configError(
    `The budget is in dollars, but the price of ${JSON.stringify(model)} (${unpriced.join(", ")}) is unknown. Give it in rehearsal.config.ts under \`prices\`, or set the budget in tokens.`,
  );
}

/** The last rule that matches wins: `--yes` stands first, so that every deny still holds. */
function rulesOf(config: Config, flags: SettingsFlags): readonly Rule[] {
  return [
    ...(flags.yes === true ? [{ action: "allow" } as const] : []),
    ...(config.rules ?? []),
    ...(flags.rules ?? []),
  ];
}

function commandsOf({ env, sandbox: ofConfig }: Config, flags: SettingsFlags): CommandSettings {
  const isWanted =
    flags.sandbox === true ||
    flags.hosts !== undefined ||
    (ofConfig !== undefined && ofConfig !== false);
  const isOnline = ofConfig === "online" && flags.hosts === undefined;
  const sandbox = !isWanted ? "none" : isOnline ? "online" : "offline";
  const listed = typeof ofConfig === "object" ? ofConfig.hosts : [];
  const hosts = sandbox === "offline" ? [...listed, ...(flags.hosts ?? [])] : [];
  const pass = [...(env?.pass ?? []), ...(flags.pass ?? [])];
  return { pass, sandbox, ...(hosts.length > 0 && { hosts }) };
}

function durationMs(member: string, text: string | null): number | null {
  if (text === null) return null;
  const ms = parseDuration(text);
  if (ms === null) throw configError(`${member} is no duration: ${JSON.stringify(text)}`);
  return ms;
}
