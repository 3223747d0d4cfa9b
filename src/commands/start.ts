import type { SettingsFlags } from "../config/settings.ts";
import type { ExitCode } from "./exit-code.ts";
import { choosePlayers, type PlayerOptions } from "./players.ts";
import { startRun } from "./production.ts";
import { noteDirtyTree, openProject } from "./project.ts";
import { refusal } from "./refusal.ts";
import { realSettings, scriptedSettings } from "./run-settings.ts";
import type { Telling } from "./page.ts";

/** From the flags of `run` to a run that has ended. All that can be refused is, before anything is made. */
export async function startFromOptions(options: {
  readonly epic: string | undefined;
  readonly repo: string;
  readonly telling: Telling;
  readonly players: PlayerOptions;
  readonly flags: SettingsFlags;
}): Promise<ExitCode> {
  const { flags, telling } = options;
  const project = await openProject(options.repo);
  const players = await choosePlayers(options.players, project.config);
  const scripted = players.type === "scripted" ? players.scenario : null;
  const epic = (options.epic ?? scripted?.epic ?? "").trim();
  if (epic === "")
    throw refusal(
      'Say what is to be done: rehearsal run "EPIC". `rehearsal run --help` has examples.',
    );
  const settings =
    players.type === "scripted"
      ? scriptedSettings(players.scenario, project.config, flags)
      : realSettings(project.config, { ...flags, provider: players.type });
  noteDirtyTree(project);
  return await startRun({ project, epic, settings, cast: players.cast, telling });
}
