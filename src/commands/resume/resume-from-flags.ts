import { resolve } from "node:path";
import { realClock } from "../../clock/real-clock.ts";
import { mendedBaseUrl } from "../../config/server-address.ts";
import { providerNames } from "../../config/known-providers.ts";
import type { Event } from "../../core/event.ts";
import type { RunId } from "../../core/ids.ts";
import type { Settings } from "../../core/settings.ts";
import { openStateDirectory } from "../../store/state-directory.ts";
import { hasState } from "../../store/state-place.ts";
import { runGit } from "../../workspaces/git.ts";
import type { Backend } from "../conduct/backend.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { findRun, noRuns, runsElsewhere } from "../find-run.ts";
import { pasted } from "../hint.ts";
import { note, type OutputFormat } from "../output.ts";
import { chooseBackend, type BackendFlags } from "../conduct/choose-backend.ts";
import { refuseWithoutKeys } from "../conduct/servers.ts";
import { bringBack } from "../../store/rescued-log.ts";
import { type GoingOn, resumeRun } from "./resume-run.ts";
import { openProject, type Project, withBell } from "../open-project.ts";
import { refuseUntrusted } from "../read-config.ts";
import { usageError } from "../usage-error.ts";
import { isScripted } from "../conduct/run-settings.ts";

interface GoOnFlags {
  readonly run: string;
  readonly repo: string;
  readonly format: OutputFormat;
  readonly backend: BackendFlags;
}

/** Runs `rehearsal resume` until the run ends. */
export function resumeFromFlags(options: GoOnFlags): Promise<ExitCode> {
  return goOnFromFlags({
    ...options,
    beginningFor: (log) => (finalOutcome(log) === null ? { type: "resume", log } : null),
  });
}

/** Goes on with a run as `beginningFor` says; `null`: it has come to its end. */
export async function goOnFromFlags(
  options: GoOnFlags & {
    readonly beginningFor: (log: readonly Event[], runId: RunId) => GoingOn | null;
  },
): Promise<ExitCode> {
  const project = withBell(await openProject(options.repo), options.backend);
  bringBack(project.root).forEach(note);
  if (!hasState(project.root)) throw noRuns(await runsElsewhere(project.root));
  const state = openStateDirectory(project.root, { clock: realClock });
  try {
    const { runId } = findRun(state.listRuns(), options.run);
    if (!state.isLive(runId)) {
      const log = state.readEvents(runId);
      const final = finalOutcome(log);
      if (final !== null && options.beginningFor(log, runId) === null) {
        await refuseOtherRepository(log, runId, project.root);
        const retry = final === "failed" ? `, and \`rehearsal retry ${runId}\` tries again` : "";
        note(
          pasted(
            `Run ${runId} is ${final} already. \`rehearsal show ${runId}\` tells about it${retry}.`,
          ),
        );
        return exitCodes[final];
      }
    }
    return await resumeRun({
      project,
      state,
      runId,
      format: options.format,
      beginningFor: (log) => options.beginningFor(log, runId) ?? { type: "resume", log },
      backendFor: (settings) => backendFor(settings, options.backend, project),
    });
  } finally {
    state.close();
  }
}

/** Refuses to call a run done whose work this repository has not: its log may be that of another one, copied here. */
async function refuseOtherRepository(
  log: readonly Event[],
  runId: RunId,
  root: string,
): Promise<void> {
  const head = log.findLast((event) => event.type === "merge.ended")?.head;
  if (head === undefined) return;
  const place = { directory: root, environment: process.env };
  const found = await runGit(["cat-file", "-e", `${head}^{commit}`], place);
  if (found.exitCode === 0) return;
  throw usageError(
    `By its log run ${runId} is at an end, but its last commit ${head} is not in ${root}: ` +
      "the log may be of another repository, or the commit was removed since.",
  );
}

/** How a run came to its end; `null` where there is something to go on with. */
function finalOutcome(log: readonly Event[]): "done" | "failed" | null {
  const last = log.findLast(({ type }) => type === "run.ended" || type === "run.resumed");
  if (last?.type !== "run.ended") return null;
  return last.outcome === "done" || last.outcome === "failed" ? last.outcome : null;
}

/** A resumed run keeps its backend: one with scripted models never goes on with real ones, nor the reverse. */
async function backendFor(
  settings: Settings,
  flags: BackendFlags,
  { config, root }: Project,
): Promise<Backend> {
  if (isScripted(settings) && flags.scenario === undefined) {
    const { script } = settings;
    if (script === undefined)
      throw usageError("The models of this run are those of a scenario. Name it: --scenario FILE");
    // Nobody names it now: it was named before a run could change it.
    await refuseUntrusted(resolve(script.file), root);
    const asks = flags.ask === true || script.asks;
    return (await chooseBackend({ scenario: script.file, ...(asks && { ask: true }) }, config))
      .backend;
  }
  if (!isScripted(settings) && (flags.scenario !== undefined || flags.provider === "mock"))
    throw usageError(
      "This run was started with real models. Leave out --provider mock and --scenario.",
    );
  const used = [...new Set(Object.values(settings.models).map(({ provider }) => provider))];
  if (flags.provider !== undefined && !used.includes(flags.provider))
    throw usageError(
      `This run was started with --provider ${used.join(" and ")}, and its models are known there only. Leave out --provider ${flags.provider}.`,
    );
  const known = providerNames.filter((name) => used.includes(name));
  const provider = flags.provider ?? known[0];
  if (flags.baseUrl !== undefined && flags.provider === undefined && known.length > 1)
    throw usageError(
      `The models of this run are those of ${known.join(" and ")}. Say whose server --base-url names: add --provider ${known.join(" or --provider ")}.`,
    );
  const chosen = provider === undefined ? flags : { ...flags, provider };
  // The run keeps its servers: its conversations go nowhere else, unless a flag says so.
  const address =
    flags.baseUrl === undefined || provider === undefined || provider === "mock"
      ? null
      : { provider, baseUrl: mendedBaseUrl(provider, flags.baseUrl) };
  if (known.length > 0 && address === null) refuseWithoutKeys(settings, config);
  return (await chooseBackend(chosen, config, address)).backend;
}
