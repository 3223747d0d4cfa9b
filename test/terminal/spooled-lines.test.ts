import { describe, expect, test } from "bun:test";
import { join } from "node:path";
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
  test("wait on disk where the reader of a pipe pauses, of which Bun's stream says less than others", () => {
    const module = join(import.meta.dir, "../../src/terminal/spooled-lines.ts");
    const source = `import { spooledLines } from ${JSON.stringify(module)};
      let sent = 0;
      const send = (piece) => { sent += piece.length; return process.stdout.write(piece); };
      const lines = spooledLines(process.stdout, send);
      for (let count = 0; count < 100; count++) lines.write("x".repeat(20_000));
      process.stderr.write(sent < 2_000_000 ? "waits, " : "all is sent, ");
      await lines.handedOver();
      process.stderr.write(String(sent));`;
    const paused = Bun.spawnSync(
      ["sh", "-c", '"$1" -e "$2" | (sleep 0.5; wc -c)', "sh", process.execPath, source],
      { stderr: "pipe" },
    );
    expect(paused.stderr.toString()).toBe("waits, 2000000");
    expect(paused.stdout.toString().trim()).toBe("2000000");
  });
});
