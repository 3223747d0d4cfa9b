import type { ModelRequest } from "../../src/core/effect.ts";
import type { Event } from "../../src/core/event.ts";
import type { PopupId } from "../../src/core/ids.ts";
import type { Decision } from "../../src/core/gates/decision.ts";
import type { Answer, Popup } from "../../src/core/gates/popup.ts";
import type {
  Approver,
  Edges,
  Provider,
  ProviderEvent,
  Store,
  Workspace,
} from "../../src/ports.ts";
import { approval, tokens, willingCollaborators } from "../core/collaborators.ts";
import { type ManualClock, manualClock } from "./manual-clock.ts";

/** Edges that do well at once, and remember what was asked of them. */
export interface FakeEdges extends Edges {
  readonly clock: ManualClock;
  /** What was executed, in order: `survey`, `model tier1`, `merge T-1`. */
  readonly executed: readonly string[];
  readonly closed: readonly PopupId[];
  readonly stored: readonly Event[];
}

const collaborators = willingCollaborators({ A: [{ id: "T-1" }] });

export const endTurn: ProviderEvent = { type: "completed", stopReason: "end-turn" };
export const usage: ProviderEvent = { type: "usage", usage: tokens(10, 5) };
export const text = (words: string): ProviderEvent => ({
  type: "delta",
  delta: { type: "text", block: 0, text: words },
});

/** What the willing model says to a request, in one batch. */
export const replyTo = (request: ModelRequest): readonly ProviderEvent[] => [
  text(collaborators.reply(request.address).text ?? ""),
  usage,
  endTurn,
];

export interface Changes {
  readonly stream?: Provider["stream"];
  readonly workspace?: Partial<Workspace>;
  readonly store?: Partial<Store>;
  /** `null` leaves a popup open. */
  readonly decide?: (popup: Popup) => Decision | null;
  readonly approver?: Partial<Approver>;
  readonly subscribers?: Edges["subscribers"];
}

export function fakeEdges(changes: Changes = {}): FakeEdges {
  const executed: string[] = [];
  const closed: PopupId[] = [];
  const stored: Event[] = [];
  const did = <Result>(what: string, result: Result): Promise<Result> => {
    executed.push(what);
    return Promise.resolve(result);
  };
  const { stream } = changes;
  return {
    executed,
    closed,
    stored,
    clock: manualClock(),
    provider: {
      stream(request, signal) {
        executed.push(`model ${request.address.tier}`);
        return stream === undefined ? batches([replyTo(request)]) : stream(request, signal);
      },
    },
    approver: {
      async show(popup, submit) {
        executed.push(`show ${popup.id}`);
        const decision = (changes.decide ?? approval)(popup);
        if (decision !== null) submit(answerTo(popup, decision));
        return true;
      },
      close: (popupId) => void closed.push(popupId),
      ...changes.approver,
    },
    workspace: {
      survey: () => did("survey", { files: [], documents: [] }),
      prepare: ({ ticketId }) => did(`prepare ${ticketId}`, { documents: [], skeletons: [] }),
      runTool: (ticketId) => did(`tool ${ticketId}`, { text: "did it", isError: false }),
      commandParts: async (command) => command.split(" && "),
      check: ({ ticketId }) => did(`check ${ticketId}`, { passed: true, output: "" }),
      commit: (ticketId) => did(`commit ${ticketId}`, { commit: "commit", leftovers: [] }),
      compare: (ticketId) => did(`compare ${ticketId}`, { conflicts: [], moved: false }),
      merge: ({ ticketId }) => did(`merge ${ticketId}`, "head"),
      ...changes.workspace,
    },
    store: {
      append: (events) => void stored.push(...events),
      flush: async () => {},
      close: async () => {},
      ...changes.store,
    },
    subscribers: changes.subscribers ?? [],
  };
}

export function answerTo({ id: popupId, payloadHash }: Popup, decision: Decision): Answer {
  return { popupId, payloadHash, decision };
}

export async function* batches(
  list: readonly (readonly ProviderEvent[])[],
): AsyncIterable<readonly ProviderEvent[]> {
  for (const batch of list) yield batch;
}

/** Brings `list`, then nothing until it is aborted: as a provider's edge must, it says so. */
export async function* stuckAfter(
  list: readonly (readonly ProviderEvent[])[],
  signal: AbortSignal,
): AsyncIterable<readonly ProviderEvent[]> {
  yield* batches(list);
  await aborted(signal);
  yield [{ type: "failed", failure: { code: "cancelled", message: "aborted" } }];
}

export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve());
  });
}

/** Work that ends only by an abort, as an edge's must: by rejecting. */
export async function stuck(signal: AbortSignal): Promise<never> {
  await aborted(signal);
  throw signal.reason;
}
