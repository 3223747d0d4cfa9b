/** A process that writes one event to a run and stays until it is killed: the crash of a real writer. */
import { runId } from "../../src/core/ids.ts";
import { realClock } from "../../src/clock/real-clock.ts";
import { openStateDirectory } from "../../src/store/state-directory.ts";
import { isStoreError } from "../../src/store/store-error.ts";
import { deltas } from "./events.ts";

const [root = "", run = ""] = process.argv.slice(2);
const state = openStateDirectory(root, { clock: realClock });
try {
  const { events, store } = state.openRun(runId(run));
  store.append([deltas(events.length + 1)]);
  await store.flush();
  console.log(`writing after ${events.length}`);
} catch (error) {
  if (!isStoreError(error)) throw error;
  console.log(error.code);
}
await realClock.until(Number.POSITIVE_INFINITY, new AbortController().signal);
