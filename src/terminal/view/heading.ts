import { durationText } from "../../core/words/duration-text.ts";
import type { Settings } from "../../core/settings.ts";
import type { EventOf } from "../../core/event.ts";
import { tiers } from "../../core/ids.ts";
import { limitText } from "../popups/decision-text.ts";
import type { Paper } from "../../core/words/paper.ts";
import { countText } from "../../core/words/count-text.ts";

/** The first lines of a run: its epic, id, models and settings. */
export function headingLines(event: EventOf<"run.started">, paper: Paper): readonly string[] {
  const { ink, cleanLine } = paper;
  const { settings } = event;
  const models = new Map<string, number[]>();
  tiers.forEach((tier, index) => {
    const { model } = settings.models[tier];
    models.set(model, [...(models.get(model) ?? []), index + 1]);
  });
  const facts = [
    [...models]
      .map(([model, served]) =>
        models.size === 1
          ? `${cleanLine(model)} at every tier`
          : `${cleanLine(model)} (tier ${served.join(", ")})`,
      )
      .join(" · "),
    ...(settings.models.tier1.provider === "mock"
      ? [
          "a scenario plays the models, and the checks that it scripts; costs are what real ones would be",
        ]
      : []),
    [
      settings.mode === "step" ? "step by step" : "auto-queue",
      countText(settings.workers, "worker"),
      settings.check === null ? "no check" : `check ${cleanLine(settings.check)}`,
      ...(settings.budget.tokens === null && settings.budget.costUsd === null
        ? []
        : [`budget ${limitText(settings.budget.tokens, settings.budget.costUsd)}`]),
      ...timeTexts(settings),
    ].join(" · "),
  ];
  return [
    `${ink("cyan", "●")} ${ink("bold", cleanLine(event.epic))}`,
    `  ${ink("dim", `run ${cleanLine(event.runId)}`)}`,
    ...facts.map((fact) => `  ${ink("dim", fact)}`),
  ];
}

function timeTexts({ timeBudget = {} }: Settings): readonly string[] {
  const { runMs, ticketMs, tierMs = {} } = timeBudget;
  const times = [
    ...(runMs === undefined ? [] : [durationText(runMs)]),
    ...(ticketMs === undefined ? [] : [`${durationText(ticketMs)} a ticket`]),
    ...Object.entries(tierMs).map(([tier, ms]) => `${durationText(ms)} of ${tier}`),
  ];
  return times.length === 0 ? [] : [`time ${times.join(", ")}`];
}
