import { realClock } from "../clock/real-clock.ts";
import { providerNames } from "../config/define-config.ts";
import type { Event } from "../core/event.ts";
import type { Settings } from "../core/settings.ts";
import { hasState, openStateDirectory } from "../store/state-directory.ts";
import type { Cast } from "./cast.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { findRun, noRuns } from "./find-run.ts";
import { note } from "./output.ts";
import { choosePlayers, type PlayerOptions } from "./players.ts";
import { continueRun } from "./production.ts";
import { openProject, type Project } from "./project.ts";
import { refusal } from "./refusal.ts";
import { isScripted } from "./run-settings.ts";
import type { Telling } from "./page.ts";

/** From the flags of `resume` to a run that has ended. */
export async function resumeFromOptions(options: {
  readonly run: string;
  readonly repo: string;
  readonly telling: Telling;
  readonly players: PlayerOptions;
}): Promise<ExitCode> {
  const project = await openProject(options.repo);
  if (!hasState(project.root)) throw noRuns();
  const state = openStateDirectory(project.root, { clock: realClock });
  try {
    const { runId } = findRun(state.listRuns(), options.run);
    const over = endOf(state.readEvents(runId));
    if (over !== null && !state.isLive(runId)) {
      note(`Run ${runId} is ${over} already. \`rehearsal show ${runId}\` tells about it.`);
      return exitCodes[over];
    }
    return await continueRun({
      project,
      state,
      runId,
      telling: options.telling,
      castFor: (settings) => castFor(settings, options.players, project),
    });
  } finally {
    state.close();
  }
}

/** How a run came to its end; `null` where there is something to go on with. */
function endOf(log: readonly Event[]): "done" | "failed" | null {
  const last = log.at(-1);
  if (last?.type !== "run.ended") return null;
  return last.outcome === "done" || last.outcome === "failed" ? last.outcome : null;
}

/** A run keeps its kind of models: nobody wants a rehearsal to go on with real ones, nor the reverse. */
async function castFor(
  settings: Settings,
  players: PlayerOptions,
  { config }: Project,
): Promise<Cast> {
  if (isScripted(settings) && players.scenario === undefined)
    throw refusal(
      "The models of this run were played by a scenario. Name it again: --provider mock --scenario FILE",
    );
  if (!isScripted(settings) && (players.scenario !== undefined || players.provider === "mock"))
    throw refusal(
      "This run was started with real models. Leave out --provider mock and --scenario.",
    );
  const { provider } = settings.models.tier1;
  if (players.provider !== undefined && players.provider !== provider)
    throw refusal(
      `This run was started with --provider ${provider}, and its models are known there only. Leave out --provider ${players.provider}.`,
    );
  const started = providerNames.find((name) => name === provider);
  const chosen = started === undefined ? players : { ...players, provider: started };
  return (await choosePlayers(chosen, config)).cast;
}
