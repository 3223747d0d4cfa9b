import { describe, expect, test } from "bun:test";
import {
  chunk,
  counted,
  delta,
  done,
  event,
  frames,
  messageEnd,
  messageStart,
  read,
  start,
} from "./real-server.ts";

/** What a body sends, and then breaks. */
const broken = (body: string) => () => {
  let isSent = false;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (isSent) controller.error(new Error("socket hang up"));
      else controller.enqueue(new TextEncoder().encode(body));
      isSent = true;
    },
  });
  return new Response(stream, { headers: { "content-type": "text/event-stream" } });
};

/** The first half of an event, in which a body ends. */
const half = (whole: string) => whole.slice(0, whole.length * 0.6);

const endsOf = async (wire: "chat" | "messages", answer: Parameters<typeof read>[1]) => {
  const { text, end } = await read(wire, answer);
  return { text, end };
};

describe("a server that says the end behind each piece", () => {
  const first = frames(chunk({ content: "Wri" }), chunk({}, "stop"));
  const second = frames(chunk({ content: "tten" }), chunk({}, "stop"));
  const last = chunk({ content: "." });

  test("is read to the end of its body", async () => {
    const whole = first + second + frames(last, chunk({}, "stop"));
    for (const body of [whole, whole + frames(counted), whole + frames(counted, done)])
      expect(await endsOf("chat", body)).toEqual({ text: "Written.", end: "end-turn" });
  });

  test("is cut where its body ends within more", async () => {
    for (const body of [first + half(frames(last)), first + second + half(frames(last))])
      expect((await endsOf("chat", body)).end).toBe("stream-cut");
  });

  test("is whole where its body ends within its counts", async () => {
    expect(await endsOf("chat", first + second + half(frames(counted)))).toEqual({
      text: "Written",
      end: "end-turn",
    });
  });

  test("is not whole where the connection breaks behind such an end, though its counts have come", async () => {
    const { end } = await endsOf("chat", broken(first + frames(counted) + second));
    expect(["connection-failed", "stream-cut"]).toContain(end);
    expect(await endsOf("chat", broken(first + frames(counted)))).toEqual({
      text: "Wri",
      end: "end-turn",
    });
  });

  test("which brings a call behind its words' end, too", async () => {
    const call = {
      index: 0,
      id: "c1",
      type: "function",
      function: { name: "now", arguments: "{" },
    };
    const body = first + frames(counted, chunk({ tool_calls: [call] }));
    const { end } = await endsOf("chat", broken(body));
    expect(["connection-failed", "stream-cut"]).toContain(end);
  });
});

describe("a bridge that says why it stops before its last block", () => {
  const stopped = event("message_delta", { delta: { stop_reason: "end_turn" } });
  const begun = frames(
    messageStart(),
    start({ type: "text", text: "" }),
    delta("text_delta", { text: "Wri" }),
    stopped,
  );
  const rest = delta("text_delta", { text: "tten." });

  test("is read to its end", async () => {
    expect(await endsOf("messages", begun + frames(rest, ...messageEnd()))).toEqual({
      text: "Written.",
      end: "end-turn",
    });
    expect(await endsOf("messages", begun + frames(rest, stopped))).toEqual({
      text: "Written.",
      end: "end-turn",
    });
  });

  test("is cut where its body ends within more", async () => {
    for (const body of [begun + half(frames(rest)), begun + frames(rest) + half(frames(rest))])
      expect((await endsOf("messages", body)).end).toBe("stream-cut");
  });

  test("is not whole where the connection breaks behind more", async () => {
    const { end } = await endsOf("messages", broken(begun + frames(rest)));
    expect(["connection-failed", "stream-cut"]).toContain(end);
  });

  test("is whole where it ends within its last event", async () => {
    expect(await endsOf("messages", begun + half(frames(...messageEnd().slice(-1))))).toEqual({
      text: "Wri",
      end: "end-turn",
    });
  });
});
