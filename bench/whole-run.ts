import { realClock } from "../src/clock/real-clock.ts";
import type { Event } from "../src/core/event.ts";
import type { Answer, Popup } from "../src/core/gates/popup.ts";
import type { State } from "../src/core/state.ts";
import type { Ticket } from "../src/core/planning/ticket.ts";
import type { Provider, Subscriber } from "../src/ports.ts";
import { conduct } from "../src/runtime/conductor.ts";
import { instantWorkspace, memoryStore } from "./instant-edges.ts";
import { approval, instantReply, plannedRun } from "./planned-run.ts";
import { nowNs } from "./stopwatch.ts";

/** Nanoseconds from the approval of the tickets until `conduct` has ended the run. */
export async function timeWholeRun(tickets: readonly Ticket[], workers: number): Promise<number> {
  const shown = Promise.withResolvers<{ popup: Popup; submit: (answer: Answer) => void }>();
  let received = 0;
  const counter: Subscriber = {
    name: "counter",
    receive: (events) => {
      received += events.length;
    },
  };
  const replyFor = instantReply(tickets);
  const provider: Provider = {
    async *stream({ address }) {
      yield replyFor(address.tier);
    },
  };
  const conducted = conduct(
    {
      provider,
      approver: {
        async show(popup, submit) {
          shown.resolve({ popup, submit });
          return true;
        },
        close: () => {},
      },
      workspace: instantWorkspace,
      clock: realClock,
      store: memoryStore,
      subscribers: [counter],
    },
    plannedRun(workers),
  );
  const { popup, submit } = await shown.promise;
  // What `show` still causes must not fall into the time that follows.
  await new Promise<void>((resolve) => realClock.nextTurn(resolve));
  Bun.gc(true);
  const startedAtNs = nowNs();
  submit(approval(popup));
  await conducted.finished;
  const elapsedNs = nowNs() - startedAtNs;
  verifyDone(conducted.state(), conducted.log, tickets);
  if (received !== conducted.log.length) throw new Error("the subscriber missed events");
  return elapsedNs;
}

/** All tickets are done, each after what it depends on. */
export function verifyDone(
  state: Readonly<State> | null,
  log: readonly Event[],
  tickets: readonly Ticket[],
): void {
  if (state?.ended?.outcome !== "done") throw new Error("the run did not end as done");
  const doneAt = new Map<string, number>();
  const claimedAt = new Map<string, number>();
  for (const event of log) {
    if (event.type === "ticket.done") doneAt.set(event.ticketId, event.seq);
    if (event.type === "ticket.claimed") claimedAt.set(event.ticketId, event.seq);
  }
  for (const { id, dependsOn } of tickets) {
    if (!doneAt.has(id)) throw new Error(`${id} is not done`);
    for (const dependency of dependsOn) {
      if (doneAt.get(dependency)! > claimedAt.get(id)!) {
        throw new Error(`${id} began before ${dependency} was done`);
      }
    }
  }
}
