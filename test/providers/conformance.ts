import { expect, test } from "bun:test";
import type { Message } from "../../src/core/message.ts";
import { userText } from "../../src/core/message.ts";
import { createMockProvider } from "../../src/mock-provider/mock-provider.ts";
import { immediatePacer } from "../../src/mock-provider/sending/pacer.ts";
import { silentObserver } from "../../src/mock-provider/observer.ts";
import { replyOf, workerAddress } from "../mock-provider/reply-of.ts";
import { abortConformance } from "./abort-conformance.ts";
import { failureConformance } from "./failure-conformance.ts";
import { replyConformance } from "./reply-conformance.ts";
import {
  collect,
  type OpenProvider,
  requestOf,
  fixtureOf,
  text,
  textOf,
  type WireTraits,
} from "./provider-fixture.ts";

/** What every edge of the `Provider` port must do, whatever wire it speaks. */
export function providerConformance(name: string, open: OpenProvider, traits: WireTraits): void {
  const openFixture = fixtureOf(open, traits);
  replyConformance(name, openFixture);
  failureConformance(name, openFixture);
  abortConformance(name, openFixture);

  test(`${name}: calls at once each bring their own`, async () => {
    const mock = createMockProvider({
      source: {
        next: ({ address }) => ({
          type: "reply",
          reply: replyOf([text(`reply to turn ${address?.turn}`)]),
          fault: null,
        }),
      },
      pacer: immediatePacer,
      observer: silentObserver,
      nowMs: () => 0,
    });
    const provider = open(mock.fetchFor);
    const turns = [1, 2, 3, 4, 5];
    const outcomes = await Promise.all(
      turns.map((turn) => {
        const request = requestOf({ address: { ...workerAddress, turn } });
        return collect(provider.stream(request, new AbortController().signal));
      }),
    );
    expect(outcomes.map(({ deltas }) => textOf(deltas))).toEqual(
      turns.map((turn) => `reply to turn ${turn}`),
    );
  });

  test(`${name}: a conversation with tools is one that the wire takes`, async () => {
    const history: readonly Message[] = [
      userText("Do it."),
      {
        role: "assistant",
        content: [
          { type: "text", text: "" },
          { type: "tool-use", callId: "c1", tool: "write", input: { path: "a" } },
        ],
      },
      {
        role: "user",
        content: [{ type: "tool-result", callId: "c1", text: "done", isError: false }],
      },
    ];
    const { provider } = openFixture(replyOf([text("Thanks")]));
    const outcome = await collect(
      provider.stream(requestOf({ messages: history }), new AbortController().signal),
    );
    expect(outcome.last?.type).toBe("completed");
  });
}
