import { expect, test } from "bun:test";
import { frame } from "../../../src/mock-provider/servers/framing.ts";

const said = { kind: "response.completed", data: { type: "response.completed" } } as const;
const end = { ...said, deltas: [], usage: null };
const sentinel = { kind: null, data: null, deltas: [], usage: null };

test("the sentinel goes with the last event, or behind one that ends the reply by itself", () => {
  const textsUnder = (habits: Parameters<typeof frame>[1]) =>
    frame([end, sentinel], habits).map(({ text }) => text);
  const event = 'event: response.completed\ndata: {"type":"response.completed"}\n\n';
  expect(textsUnder([])).toEqual([`${event}data: [DONE]\n\n`]);
  expect(textsUnder([{ type: "sentinel-behind" }])).toEqual([event, "data: [DONE]\n\n"]);
});

test("each line feed comes with the next chunk, and what an event brings with its last line", () => {
  const pieces = frame([end, end], [{ type: "line-ends", as: "crlf-apart" }]);
  expect(pieces.map(({ text }) => text)).toEqual([
    "event: response.completed\r",
    "\ndata: {\r",
    '\ndata:  "type": "response.completed"\r',
    "\ndata: }\r\n\r",
    "\nevent: response.completed\r",
    "\ndata: {\r",
    '\ndata:  "type": "response.completed"\r',
    "\ndata: }\r\n\r",
  ]);
});
