import { describe, expect, test } from "bun:test";
import type { RequestEntry } from "../../../src/commands/serve/request-entry.ts";
import { newRequestLedger } from "../../../src/commands/serve/request-ledger.ts";
import { withReading } from "../../../src/mock-provider/read-request.ts";
import type { Observation } from "../../../src/mock-provider/observer.ts";
import type { ReplyFault } from "../../../src/mock-provider/reply-fault.ts";

const body = {
  model: "claude-opus-5",
  stream: true,
  messages: [{ role: "user", content: "hello" }],
};
const meeting = { type: "met", reply: "tier1 reply 1", try: 1, fault: null } as const;
const stall: ReplyFault = { type: "stall", afterEvents: 2 };

/** A ledger on a clock of its own, and one request after another to it. */
function newDesk() {
  let nowMs = 1_000;
  const ends: RequestEntry[] = [];
  const ledger = newRequestLedger(
    () => nowMs,
    (entry) => void ends.push({ ...entry }),
    ({ url }) => url.includes("/probe"),
  );
  const ask = (method = "POST", path = "/v1/messages") => {
    const request = new Request(`http://mock.invalid${path}?beta=true`, { method });
    ledger.arrived(request);
    const call = ledger.numberOf(request);
    const observe = (observation: DistributiveOmit<Observation, "call" | "address">) =>
      ledger.observe({ ...observation, call, address: null });
    const asked = { call, address: null, wire: "anthropic", path, body, retryCount: 0 } as const;
    return {
      request,
      observe,
      understood: () => ledger.observe({ type: "request", ...asked }),
      met: () => ledger.served(withReading(asked), meeting),
      unmatched: () =>
        ledger.served(withReading(asked), { type: "unmatched", message: "nothing fits" }),
      answered: (status: number) => ledger.answered(request, status),
    };
  };
  return { ledger, ends, ask, pass: (durationMs: number) => void (nowMs += durationMs) };
}

type DistributiveOmit<Union, Member extends PropertyKey> = Union extends unknown
  ? Omit<Union, Member>
  : never;

test("a reply in one piece is over once its response is out", () => {
  const { ends, ask, pass, ledger } = newDesk();
  const call = ask();
  call.understood();
  call.met();
  pass(5);
  call.observe({ type: "ended", fault: null });
  expect(ends).toEqual([]);
  call.answered(200);
  expect(ends).toEqual([
    {
      number: 1,
      atMs: 1_000,
      method: "POST",
      path: "/v1/messages",
      test: null,
      body: null,
      model: "claude-opus-5",
      streamed: true,
      words: "hello",
      retryCount: 0,
      outcome: meeting,
      fault: null,
      status: 200,
      end: "answered",
      durationMs: 5,
    },
  ]);
  expect(ledger.counts()).toEqual({ requests: 1, faulted: 0, unmatched: 0, refused: 0, left: 0 });
});

test("a reply whose body still comes is in flight until its end", () => {
  const { ends, ask, pass, ledger } = newDesk();
  const call = ask();
  call.understood();
  call.met();
  call.answered(200);
  expect(ledger.latest()).toMatchObject([{ end: "in flight", status: 200, durationMs: null }]);
  pass(70);
  call.observe({ type: "ended", fault: null });
  expect(ends).toMatchObject([{ end: "answered", durationMs: 70 }]);
});

test("a client that leaves is told of once, with its time", () => {
  const { ends, ask, pass, ledger } = newDesk();
  const call = ask();
  call.understood();
  call.met();
  call.answered(200);
  pass(600);
  call.observe({ type: "aborted" });
  call.observe({ type: "aborted" });
  ledger.unanswered(call.request);
  expect(ends).toMatchObject([{ end: "left", durationMs: 600 }]);
  expect(ledger.counts().left).toBe(1);
});

test("a stalled reply is told of twice: as it falls silent, and as the client leaves", () => {
  const { ends, ask, ledger } = newDesk();
  const call = ask();
  call.understood();
  call.met();
  call.answered(200);
  call.observe({ type: "ended", fault: stall });
  call.observe({ type: "aborted" });
  expect(ends.map(({ end }) => end)).toEqual(["stalled", "left"]);
  expect(ledger.counts()).toMatchObject({ faulted: 1, left: 1 });
});

test("a fault that leaves no response ends the request all the same", () => {
  const { ends, ask, ledger } = newDesk();
  const call = ask();
  call.understood();
  call.met();
  call.observe({ type: "ended", fault: { type: "connection-refused" } });
  ledger.unanswered(call.request);
  expect(ends).toMatchObject([
    { end: "unanswered", status: null, fault: { type: "connection-refused" } },
  ]);
});

describe("what is amiss is counted and kept:", () => {
  test("a request that no reply is meant for, once", () => {
    const { ends, ask, ledger } = newDesk();
    const call = ask();
    call.understood();
    call.unmatched();
    call.observe({ type: "refused", status: 400, message: "nothing fits" });
    call.answered(400);
    expect(ends).toMatchObject([{ outcome: { type: "unmatched" }, status: 400 }]);
    expect(ledger.counts()).toMatchObject({ requests: 1, unmatched: 1, refused: 0 });
    expect(ledger.amiss("unmatched")).toMatchObject([{ number: 1 }]);
  });

  test("one that was refused, with its method and path", () => {
    const { ask, ledger } = newDesk();
    const call = ask("GET", "/v1/foo");
    call.observe({ type: "refused", status: 404, message: "not served" });
    call.answered(404);
    expect(ledger.amiss("refused")).toMatchObject([
      { method: "GET", path: "/v1/foo", status: 404, model: null },
    ]);
    expect(ledger.counts()).toMatchObject({ requests: 1, refused: 1 });
  });

  test("one that was never read to its end", () => {
    const { ends, ledger } = newDesk();
    const request = new Request("http://mock.invalid/v1/messages", { method: "POST" });
    ledger.unread(request, { status: 413, message: "too large" });
    expect(ends).toMatchObject([{ status: 413, outcome: { type: "refused" } }]);
    expect(ledger.counts().refused).toBe(1);
  });
});

test("requests that come at once are decided each by itself, in whatever order", () => {
  const { ask, ledger } = newDesk();
  const [one, two, three] = [ask(), ask(), ask()];
  for (const call of [one, two, three]) call.understood();
  two.unmatched();
  one.met();
  const outcomes = ledger.latest().map(({ number, outcome }) => [number, outcome?.type]);
  expect(outcomes).toEqual([
    [3, undefined],
    [2, "unmatched"],
    [1, "met"],
  ]);
});

test("a request on which the mock fails is refused, though it had met its reply", () => {
  const { ends, ask, ledger } = newDesk();
  const call = ask();
  call.understood();
  call.met();
  call.observe({ type: "refused", status: 500, message: "The mock failed." });
  call.answered(500);
  expect(ends).toMatchObject([
    { outcome: { type: "refused", message: "The mock failed." }, status: 500, end: "answered" },
  ]);
  expect(ledger.counts()).toMatchObject({ requests: 1, refused: 1 });
  expect(ledger.amiss("refused")).toMatchObject([{ number: 1 }]);
});

test("a key in a path is not shown", () => {
  const { ask, ledger } = newDesk();
  ask("POST", "/sk-ant-api03-abcdefgh/v1/messages");
  expect(ledger.latest()).toMatchObject([{ path: "/sk-…/v1/messages" }]);
});

test("what was answered without a reply needed none", () => {
  const { ends, ask } = newDesk();
  ask("GET", "/v1/models").answered(200);
  expect(ends).toMatchObject([{ method: "GET", outcome: { type: "told" }, status: 200 }]);
});

test("what is in flight when the server stops is told of, and nothing after it", () => {
  const { ends, ask, ledger } = newDesk();
  const call = ask();
  call.understood();
  call.met();
  call.answered(200);
  ledger.stopped();
  call.observe({ type: "aborted" });
  expect(ends.map(({ end }) => end)).toEqual(["stopped"]);
});

test("the latest come first, and a long day does not grow it", () => {
  const { ask, ledger } = newDesk();
  for (let index = 0; index < 300; index++) ask("GET", "/v1/models").answered(200);
  expect(ledger.latest()).toHaveLength(200);
  expect(ledger.latest()[0]?.number).toBe(300);
  expect(ledger.counts().requests).toBe(300);
});

test("a refused request that the script allows is no mistake", () => {
  const { ends, ask, ledger } = newDesk();
  for (const path of ["/probe", "/other"]) {
    const call = ask("GET", path);
    call.observe({ type: "refused", status: 404, message: "It is not served." });
    call.answered(404);
  }
  expect(ends.map(({ outcome }) => outcome?.type)).toEqual(["allowed", "refused"]);
  expect(ledger.counts().refused).toBe(1);
});
