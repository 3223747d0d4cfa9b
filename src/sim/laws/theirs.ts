import { posix } from "node:path";
import { hashOf } from "../../core/json.ts";
import { isReserved } from "../../workspaces/reserved.ts";
import type { Execution, RunRecord } from "../record.ts";
import { judgeBy, type Verdict } from "./verdict.ts";

/**
 * Law 11. Whatever a worker does, the user's branches and files are after the run as they were before, and the run's
 * branch brings no state or configuration of rehearsal's own, which a later command would read or execute; nor does a worker
 * write such a file in its tree, by whatever path.
 */
export function checkTheirs({ executions, theirsBefore, remains }: RunRecord): Verdict {
  return judgeBy(({ exercise, breach }) => {
    for (const { type } of executions) if (type === "tool" || type === "merge") exercise();
    for (const part of ["branches", "files"] as const) {
      const [before, after] = [theirsBefore[part], remains.theirs[part]];
      for (const name of new Set([...Object.keys(before), ...Object.keys(after)]))
        if (before[name] !== after[name])
          breach(
            `of the user's ${part} ${name} is ${glimpse(after[name])}, not ${glimpse(before[name])}`,
          );
    }
    for (const path of reservedWrites(executions))
      breach(`a worker has written ${path}, which is rehearsal's own`);
    for (const path of remains.reserved)
      breach(`the run's branch changes ${path}, which is rehearsal's own`);
  });
}

/** The paths of rehearsal's own files at which a file tool was called, and told that all went well. */
function reservedWrites(executions: RunRecord["executions"]): readonly string[] {
  const written: string[] = [];
  /** The reserved path of each call that is under way; servers that number their calls give two of them one id. */
  const underWay = new Map<string, string | null>();
  for (const one of executions) {
    if (one.type !== "tool" && one.type !== "outcome") continue;
    const call = `${one.life} ${one.ticketId} ${one.callId}`;
    if (one.type === "tool") {
      underWay.set(call, reservedPath(one));
      continue;
    }
    const path = underWay.get(call) ?? null;
    underWay.delete(call);
    if (path !== null && !one.isError) written.push(path);
  }
  return written;
}

function reservedPath({ tool, input }: Extract<Execution, { type: "tool" }>): string | null {
  const path = input["file_path"];
  const isWrite = (tool === "write" || tool === "edit") && typeof path === "string";
  return isWrite && isReserved(posix.normalize(path)) ? path : null;
}

const glimpse = (text: string | undefined): string =>
  text === undefined
    ? "missing"
    : text.length > 40
      ? hashOf(text).slice(0, 8)
      : JSON.stringify(text);
