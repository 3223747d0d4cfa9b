import { fold } from "../../core/reduce/reduce.ts";
import { runPage } from "../../reports/html/run-page.ts";
import { keptWorkOf } from "../../workspaces/kept/run-remains.ts";
import { note } from "../output.ts";
import { projectStored } from "../stored-outcome.ts";
import { writePage } from "../write-page.ts";
import { storyOf } from "./story-of.ts";
import { storedLog } from "./stored-log.ts";

/** Writes a run as an HTML page. */
export async function showPage(wanted: string, directory: string, file: string): Promise<void> {
  const { root, runId, log, isLive } = await storedLog(wanted, directory);
  const kept = await keptWorkOf({ repositoryRoot: root, environment: process.env }, runId);
  const passages = await storyOf(root, log);
  await writePage(
    file,
    runPage({ run: projectStored(log, fold(log)!, isLive), log, passages, kept }),
  );
  note(`${file} tells of run ${runId}.`);
}
