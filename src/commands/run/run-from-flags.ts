import { realpath } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { note, type OutputFormat } from "../output.ts";
import type { SettingsFlags } from "../../config/settings-from.ts";
import type { ExitCode } from "../exit-code.ts";
import { chooseBackend, type BackendFlags } from "../conduct/choose-backend.ts";
import { refuseWithoutKeys, withAddress } from "../conduct/servers.ts";
import { startRun } from "../conduct/start-run.ts";
import { hint } from "../hint.ts";
import { quoted } from "../../core/words/quoted.ts";
import { noteDirtyTree, openProject, withBell } from "../open-project.ts";
import { usageError } from "../usage-error.ts";
import { realSettings, scriptedSettings } from "../conduct/run-settings.ts";

/** Runs `rehearsal run` until the run ends. What can be refused is refused before anything is created. */
export async function runFromFlags(options: {
  readonly epic: string | undefined;
  readonly repo: string;
  readonly format: OutputFormat;
  readonly backend: BackendFlags;
  readonly flags: SettingsFlags;
}): Promise<ExitCode> {
  const { format } = options;
  const project = withBell(await openProject(options.repo), options.backend);
  const folder = relative(await realpath(project.root), await realpath(resolve(options.repo)));
  const flags = { ...options.flags, ...checkIn(folder, options.flags) };
  const chosen = await chooseBackend(options.backend, project.config);
  const scripted = chosen.type === "scripted" ? chosen.scenario : null;
  const epic = (options.epic ?? scripted?.epic ?? "").trim();
  if (epic === "")
    throw usageError(`Say what is to be done: ${hint('run "EPIC"')}. Its --help has examples.`);
  const settings =
    chosen.type === "scripted"
      ? scriptedSettings(chosen.scenario, project.config, flags, chosen.script)
      : realSettings(withAddress(project.config, chosen.type), {
          ...flags,
          ...serverFlags(options.backend),
        });
  if (chosen.type !== "scripted") refuseWithoutKeys(settings, project.config);
  noteDirtyTree(project);
  if (folder !== "")
    note(
      `Note: the run works on the whole repository, from its root ${project.root}. Only --check runs in ${folder}.`,
    );
  return await startRun({ project, epic, settings, backend: chosen.backend, format });
}

/** A check that is given where one stands in a sub-project is meant for it. */
const checkIn = (folder: string, { check }: SettingsFlags): SettingsFlags =>
  folder === "" || typeof check !== "string"
    ? {}
    : { check: `cd ${quoted(folder)} || exit; ${check}` };

/** Of the flags that choose the backend, those that a run's settings keep. */
const serverFlags = ({ provider, baseUrl }: BackendFlags): SettingsFlags => ({
  ...(provider !== undefined && provider !== "mock" && { provider }),
  ...(baseUrl !== undefined && { baseUrl }),
});
