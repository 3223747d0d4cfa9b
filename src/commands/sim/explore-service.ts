import { errorMessage } from "../../core/words/error-message.ts";
import type { LoadProblem } from "../../sim/dsl/load-problem.ts";
import { type Job, newExploreJob, type Worked } from "../../sim/explore-job.ts";
import { isUnreadableScenario } from "../../sim/unreadable-scenario.ts";
import { closeNetwork, onlyTheMock } from "../../sim/world/closed-network.ts";
import { keepStdout } from "../../terminal/own-stdout.ts";
import { forgetEnvFiles } from "../env-files.ts";

/** What the process that started this one says to it. */
export type ToExplorer =
  | { readonly type: "job"; readonly job: Job }
  /** Ends the job after the schedule that is under way. */
  | { readonly type: "stop" };

export type FromExplorer =
  | { readonly type: "trial"; readonly failed: boolean }
  | { readonly type: "done"; readonly worked: Worked }
  | { readonly type: "unreadable"; readonly problems: readonly LoadProblem[] }
  | { readonly type: "failed"; readonly message: string };

/** Explores the jobs that the process sends which started this one, until that one is gone. */
export function serveExplorer(): void {
  forgetEnvFiles(process.env);
  closeNetwork(onlyTheMock);
  keepStdout();
  // A terminal sends Ctrl-C to all of its group. The process that started this one says what is to end.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
  process.on("disconnect", () => process.exit());
  // Before a scenario's code could put another in its place.
  const send = process.send!.bind(process) as (message: FromExplorer) => void;
  const exploreJob = newExploreJob();
  let stopping = new AbortController();

  async function work(job: Job): Promise<FromExplorer> {
    const onTrial = (failed: boolean) => send({ type: "trial", failed });
    try {
      const worked = await exploreJob(job, { onTrial, stop: stopping.signal });
      return { type: "done", worked };
    } catch (error) {
      if (isUnreadableScenario(error)) return { type: "unreadable", problems: error.problems };
      return { type: "failed", message: errorMessage(error) };
    }
  }

  process.on("message", (message: ToExplorer) => {
    if (message.type === "stop") return stopping.abort();
    stopping = new AbortController();
    void work(message.job).then(send);
  });
}
