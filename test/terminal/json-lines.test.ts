import { describe, expect, test } from "bun:test";
import { Writable } from "node:stream";
import { jsonLines } from "../../src/terminal/json-lines.ts";
import { createLog, sampleRun, worker } from "./sample-run.ts";

function failing(code: string): Writable {
  return new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })),
  });
}

describe("JSON lines", () => {
  test("write each event as one line", async () => {
    let text = "";
    const output = new Writable({
      write(chunk, _encoding, done) {
        text += String(chunk);
        done();
      },
    });
    const events = sampleRun();
    const subscriber = jsonLines(output);
    await subscriber.receive(events.slice(0, 3));
    await subscriber.receive(events.slice(3));
    const lines = text.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual([...events]);
  });

  test("hold nothing that a terminal would obey, and lose nothing", async () => {
    let text = "";
    const output = new Writable({
      write(chunk, _encoding, done) {
        text += String(chunk);
        done();
      },
    });
    const log = createLog();
    log.say(worker("T-1"), ["a\x1b[2Jb\x9b2Jc\u202ed\x7f\u2028e"]);
    await jsonLines(output).receive(log.events);
    // oxlint-disable-next-line no-control-regex -- what must not be there
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2028]/);
    expect(
      text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual(log.events);
  });

  test("take no more until the reader took what it was given", async () => {
    const reads: (() => void)[] = [];
    const output = new Writable({ write: (_chunk, _encoding, done) => void reads.push(done) });
    let isTaken = false;
    const taken = Promise.resolve(jsonLines(output).receive(sampleRun())).then(() => {
      isTaken = true;
    });
    await Bun.sleep(0);
    expect(isTaken).toBe(false);
    reads[0]?.();
    await taken;
    expect(isTaken).toBe(true);
  });

  test("end quietly where the reader went away", async () => {
    const subscriber = jsonLines(failing("EPIPE"));
    await subscriber.receive(sampleRun());
    await subscriber.receive(sampleRun());
  });

  test("say so where they cannot be written for another reason", async () => {
    const written = Promise.resolve(jsonLines(failing("ENOSPC")).receive(sampleRun()));
    expect(written).rejects.toThrow(/could not be written.*ENOSPC/);
    await written.catch(() => undefined);
  });
});
