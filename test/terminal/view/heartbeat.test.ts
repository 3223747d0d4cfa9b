import { expect, test } from "bun:test";
import { plainInk } from "../../../src/terminal/ink.ts";
import { paperFor } from "../../../src/terminal/paper.ts";
import { screenOn } from "../../../src/terminal/screen.ts";
import { createActivity } from "../../../src/terminal/view/activity.ts";
import { heartbeat } from "../../../src/terminal/view/heartbeat.ts";
import { workerLog } from "../../reports/sample-report.ts";

test("the row leaves room for the ^C that the terminal writes beside it", () => {
  const written: string[] = [];
  const beating = heartbeat({
    activity: createActivity(),
    screen: screenOn({ write: (text) => written.push(text) }),
    paper: paperFor({ ink: plainInk, columns: () => 16 }),
    clock: { nowMs: () => 0, until: () => new Promise(() => {}), nextTurn: async () => {} },
    beat: () => {},
  });
  const log = workerLog({ ticket: "a-ticket-of-a-long-name", text: "words" });
  beating.receive(log.slice(0, 2));
  expect(written.at(-1)).toEndWith("…");
  expect(Bun.stringWidth(written.at(-1)!) + "^C".length).toBeLessThan(16);
  beating.close();
});
