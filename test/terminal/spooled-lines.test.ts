import { describe, expect, test } from "bun:test";
import { Writable } from "node:stream";
import fc from "fast-check";
import { spooledLines } from "../../src/terminal/spooled-lines.ts";
import { runs } from "../sim/arbitrary/runs.ts";

/** A reader that takes one piece each time it is asked to. */
function pausingReader() {
  let text = "";
  let take: (() => void) | null = null;
  const output = new Writable({
    highWaterMark: 64,
    write(bytes: Buffer, _encoding, done) {
      take = () => {
        take = null;
        text += bytes.toString("latin1");
        done();
      };
    },
  });
  return {
    output,
    text: () => Buffer.from(text, "latin1").toString(),
    async take() {
      take?.();
      await new Promise((resolve) => setImmediate(resolve));
      return take !== null;
    },
  };
}

describe("lines for a reader that pauses", () => {
  test("reach it whole and in order, whenever it takes them, and wait on disk", async () => {
    const line = fc.string({ unit: "binary", maxLength: 200 }).map((text) => `${text}\n`);
    const step = fc.oneof(line, fc.constant("takes" as const));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const reader = pausingReader();
        const lines = spooledLines(reader.output);
        for (const one of steps) {
          if (one === "takes") await reader.take();
          else lines.write(one);
          // One line more than fits, at most.
          expect(reader.output.writableLength).toBeLessThan(64 + 64 * 1024);
        }
        const handed = lines.handedOver();
        while (await reader.take());
        await handed;
        const written = steps.filter((one) => one !== "takes").join("");
        expect(reader.text()).toBe(Buffer.from(written).toString());
      }),
      runs(20),
    );
  });

  test("are dropped where it is gone", async () => {
    const { output } = pausingReader();
    const lines = spooledLines(output);
    for (let count = 0; count < 3; count++) lines.write("x".repeat(100));
    output.destroy();
    await lines.handedOver();
    lines.write("more");
    expect(output.writableLength).toBeLessThanOrEqual(200);
  });
});
