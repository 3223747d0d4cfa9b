import type { ToolDefinition } from "../../src/core/message.ts";
import { userText } from "../../src/core/message.ts";
import type { Delta } from "../../src/core/reply/delta.ts";
import type { ModelRequest } from "../../src/core/effect.ts";
import type { Address } from "../../src/core/ids.ts";
import { createMockProvider } from "../../src/mock-provider/mock-provider.ts";
import { immediatePacer, type Pacer } from "../../src/mock-provider/sending/pacer.ts";
import type { Reply, SaidPart } from "../../src/mock-provider/reply.ts";
import type { ReplyFault } from "../../src/mock-provider/reply-fault.ts";
import type { MockRequest } from "../../src/mock-provider/reply-source.ts";
import type { Provider, ProviderEvent } from "../../src/ports.ts";
import { recording, type Recording } from "../mock-provider/recording.ts";
import { alwaysReply, workerAddress } from "../mock-provider/reply-of.ts";

/** Builds the edge under test on the `fetch` of a mock. */
export type OpenProvider = (fetchFor: (address: Address) => typeof fetch) => Provider;

const writeTool: ToolDefinition = {
  name: "write",
  description: "Writes a file.",
  inputSchema: { type: "object", properties: { path: { type: "string" } } },
};

/** A request with nothing special about it. */
export function requestOf(changes: Partial<ModelRequest> = {}): ModelRequest {
  return {
    address: workerAddress,
    provider: "mock",
    model: "test-model",
    baseUrl: null,
    traits: {},
    body: {},
    maxOutputTokens: 1_000,
    system: "You write code.",
    messages: [userText("Do the ticket.")],
    tools: [writeTool],
    outputSchema: null,
    cacheBreakpoints: [],
    ...changes,
  };
}

/** What one call brought. */
export interface Outcome {
  readonly batches: readonly (readonly ProviderEvent[])[];
  readonly events: readonly ProviderEvent[];
  readonly deltas: readonly Delta[];
  readonly last: ProviderEvent | undefined;
}

export async function collect(
  calls: AsyncIterable<readonly ProviderEvent[]>,
  onBatch: (batch: readonly ProviderEvent[]) => void = () => {},
): Promise<Outcome> {
  const batches: (readonly ProviderEvent[])[] = [];
  for await (const batch of calls) {
    batches.push(batch);
    onBatch(batch);
  }
  const events = batches.flat();
  const deltas = events.flatMap((event) => (event.type === "delta" ? [event.delta] : []));
  return { batches, events, deltas, last: events.at(-1) };
}

/** The text of a reply, or of one of its blocks. */
export function textOf(deltas: readonly Delta[], block?: number): string {
  return deltas
    .filter((delta) => block === undefined || delta.block === block)
    .map((delta) => (delta.type === "text" ? delta.text : ""))
    .join("");
}

/** The input of a tool call, as far as it came. */
export function inputOf(deltas: readonly Delta[], block: number): string {
  return deltas
    .map((delta) => (delta.type === "tool-input" && delta.block === block ? delta.json : ""))
    .join("");
}

/** What a wire can tell, where wires differ; each member says why. */
export interface WireTraits {
  /**
   * `signed`: thoughts come with a signature, and hidden ones as data, because the API wants both back.
   * `plain`: thoughts come as text alone, and hidden ones not at all: the wire has no member for them.
   */
  readonly thoughts: "signed" | "plain";
  /**
   * `numbered`: the wire numbers a reply's blocks. `counted`: it does not, so that nothing parts a text
   * from the text after it, and a reader counts a block where the kind changes.
   */
  readonly blocks: "numbered" | "counted";
  /** `twice`: before its last event, another has said that the reply is whole. */
  readonly end: "once" | "twice";
}

/** A provider before a mock that always says the same. */
export interface ProviderFixture {
  readonly traits: WireTraits;
  readonly provider: Provider;
  readonly observer: Recording;
  readonly source: { readonly requests: readonly MockRequest[] };
  call(signal?: AbortSignal): AsyncIterable<readonly ProviderEvent[]>;
}

export type OpenFixture = (
  reply: Reply,
  fault?: ReplyFault | null,
  pacer?: Pacer,
) => ProviderFixture;

export function fixtureOf(open: OpenProvider, traits: WireTraits): OpenFixture {
  return (reply, fault = null, pacer = immediatePacer) => {
    const observer = recording();
    const source = alwaysReply(reply, fault);
    const mock = createMockProvider({ source, pacer, observer, nowMs: () => 0 });
    const provider = open(mock.fetchFor);
    const call = (signal = new AbortController().signal) => provider.stream(requestOf(), signal);
    return { traits, provider, observer, source, call };
  };
}

export const text = (words: string): SaidPart => ({ type: "text", text: words });

export const write = (path: string): SaidPart => ({
  type: "tool-use",
  tool: "write",
  input: { path, content: "some 😀 content" },
  callId: null,
});
