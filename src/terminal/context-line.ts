import { promptTokensOf } from "../core/context-account.ts";
import { type ContextLevel, levelOf } from "../core/context-level.ts";
import type { Event, EventOf } from "../core/event.ts";
import type { Settings } from "../core/settings.ts";
import type { Usage } from "../core/usage.ts";
import type { Style } from "./ink.ts";
import type { Paper } from "./paper.ts";

/** Tells after each turn of a worker how full its window is. */
export interface ContextMeter {
  /** The line that this event brings, painted; `null` for most. */
  take(event: Event): string | null;
}

const barColumns = 10;
const styles: Readonly<Record<ContextLevel, Style>> = {
  low: "green",
  middle: "yellow",
  high: "red",
};

export function createContextMeter(paper: Paper): ContextMeter {
  let models: Settings["models"] | null = null;
  const reports = new Map<number, Usage>();
  return {
    take(event) {
      switch (event.type) {
        case "run.started":
          models = event.settings.models;
          return null;
        case "stream.deltas":
          if (event.usage !== null) reports.set(event.effectId, event.usage);
          return null;
        case "stream.discarded":
          reports.delete(event.effectId);
          return null;
        case "stream.completed": {
          const usage = reports.get(event.effectId);
          reports.delete(event.effectId);
          const isWorker = event.unit.sessionId.startsWith("tier3:");
          if (usage === undefined || !isWorker) return null;
          return meterText(usage, models?.tier3.contextTokens ?? null, paper);
        }
        default:
          return null;
      }
    },
  };
}

/** What the next prompt begins with: all that was read for this turn, and its reply. */
function meterText(usage: Usage, limitTokens: number | null, { ink }: Paper): string {
  const tokens = promptTokensOf(usage) + usage.outputTokens;
  const amount = tokens.toLocaleString("en-US");
  const prompt = promptTokensOf(usage);
  const cached =
    usage.cacheReadTokens > 0
      ? ` · ${Math.floor((usage.cacheReadTokens / prompt) * 100)}% from the cache`
      : "";
  if (limitTokens === null) return ink("dim", `context ${amount} tokens${cached}`);
  const share = tokens / limitTokens;
  const full = Math.min(barColumns, Math.max(share > 0 ? 1 : 0, Math.round(share * barColumns)));
  const bar =
    ink(styles[levelOf(share)], "━".repeat(full)) + ink("dim", "─".repeat(barColumns - full));
  const percent = Number((share * 100).toFixed(share < 0.1 ? 1 : 0));
  const rest = ` ${percent}% of ${limitTokens.toLocaleString("en-US")}${cached}`;
  return `${ink("dim", "context ")}${bar}${ink("dim", rest)}`;
}

export function trimText({ drops, beforeTokens }: EventOf<"context.trimmed">): string {
  const { resultsThrough, turnsThrough } = drops;
  const parts = [
    ...(turnsThrough === 0 ? [] : [turnsThrough === 1 ? "turn 1" : `turns 1 to ${turnsThrough}`]),
    ...(resultsThrough <= turnsThrough ? [] : [`tool output up to turn ${resultsThrough}`]),
  ];
  return `▲ the context is full (about ${beforeTokens.toLocaleString("en-US")} tokens): left out from now on: ${parts.join(", ")}`;
}
