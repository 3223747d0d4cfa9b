import type { JsonObject } from "../../src/core/json.ts";
import { withReading } from "../../src/mock-provider/read-request.ts";
import type { Wire } from "../../src/mock-provider/reply-source.ts";
import type { Scenario, ServedScript } from "../../src/sim/scenario.ts";
import { type ServedRequest, servedReplies } from "../../src/replies/served-replies.ts";

/** What one request says of itself, and what becomes of its answer. */
interface Asking {
  readonly retryCount?: number;
  readonly body?: JsonObject;
  readonly wire?: Wire;
  /**
   * `begun`: let go of once something of the reply had come; `open`: nothing has come yet; `refused`: the mock
   * failed to answer.
   */
  readonly fate?: "ended" | "aborted" | "begun" | "open" | "refused";
}

type Script = (Pick<Scenario, "models"> & Partial<Pick<Scenario, "faults">>) | ServedScript;

/** A client without an address, that may let go or be cut off; it is told what it gets, or why nothing. */
export function clientOf(script: Script) {
  const served: ServedRequest[] = [];
  let nowMs = 0;
  const scenario = "type" in script ? script : { ...empty, faults: [], ...script };
  const replies = servedReplies(
    scenario,
    () => (nowMs += 5),
    (_, what) => served.push(what),
  );
  let calls = 0;
  return {
    served,
    left: () => replies.left().replies,
    used: () => replies.left().used,
    /** The numbers of the requests that the problems are about. */
    numbers: () => replies.problems().map(({ number }) => number),
    /** The client lets go of its `nth` request, late. */
    abandon: (nth: number) => replies.observe({ call: nth, address: null, type: "aborted" }),
    problems: () => replies.problems().map(({ message }) => message),
    /** The replies that the problems are about. */
    blamed: () => replies.problems().map(({ reply }) => reply),
    ask(
      content: string,
      { retryCount = 0, body = {}, wire = "anthropic", fate = "ended" }: Asking = {},
    ): string {
      calls += 1;
      const request = withReading({
        call: calls,
        wire,
        address: null,
        path: "/v1/messages",
        body: { messages: [{ role: "user", content }], ...body },
        retryCount,
      });
      const about = { call: calls, address: null };
      replies.observe({ type: "request", ...request });
      const next = replies.next(request);
      if (next.type === "none") return next.message;
      const { fault } = next;
      if (fate === "begun")
        replies.observe({ ...about, type: "sent", event: { deltas: [], usage: null } });
      if (fate === "ended") replies.observe({ ...about, type: "ended", fault });
      if (fate === "aborted" || fate === "begun") replies.observe({ ...about, type: "aborted" });
      if (fate === "refused")
        replies.observe({ ...about, type: "refused", status: 500, message: "failed" });
      const [part] = next.reply.parts;
      const said = part?.type === "text" ? part.text : "";
      return fault === null ? said : `${said} with ${fault.type}`;
    },
  };
}

const empty = {
  name: "served",
  epic: "Answer",
  workspace: {},
  rules: [],
  checks: {},
  user: [],
  config: {},
  expect: [],
};
