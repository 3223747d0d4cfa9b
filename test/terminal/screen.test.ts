import { describe, expect, test } from "bun:test";
import { screenOn } from "../../src/terminal/screen.ts";

const record = () => {
  const written: string[] = [];
  return { written, screen: screenOn({ write: (text) => written.push(text) }) };
};

describe("a screen", () => {
  test("writes at once while nobody holds it", () => {
    const { written, screen } = record();
    screen.write("a");
    expect(written).toEqual(["a"]);
  });

  test("keeps what comes during a prompt and writes it after", async () => {
    const { written, screen } = record();
    const prompt = Promise.withResolvers<void>();
    const held = screen.hold(async (say) => {
      say("prompt;");
      await prompt.promise;
      say("answered;");
    });
    await Promise.resolve();
    screen.write("stream;");
    expect(written.join("")).toBe("prompt;");
    prompt.resolve();
    await held;
    expect(written.join("")).toBe("prompt;answered;stream;");
  });

  test("writes what came during one prompt before the next", async () => {
    const { written, screen } = record();
    const first = screen.hold(async (say) => say("1;"));
    const second = screen.hold(async (say) => say("2;"));
    screen.write("stream;");
    await Promise.all([first, second]);
    screen.write("after;");
    expect(written.join("")).toBe("stream;1;2;after;");
  });

  test("is free again after a prompt that failed", async () => {
    const { written, screen } = record();
    const failed = screen.hold(() => Promise.reject(new Error("no terminal")));
    screen.write("stream;");
    expect(failed).rejects.toThrow("no terminal");
    await failed.catch(() => undefined);
    expect(written.join("")).toBe("stream;");
  });
});

test("a status row stays below what is written, and is off the screen while a prompt has it", async () => {
  let written = "";
  const screen = screenOn({ write: (text) => (written += text) });
  screen.status("busy 1 s");
  screen.write("line\n");
  expect(written).toBe("busy 1 s\r\u001b[Kline\nbusy 1 s");
  written = "";
  await screen.hold(async () => {
    screen.status("busy 2 s");
    screen.write("held\nback\n");
    expect(screen.heldLines()).toBe(2);
  });
  expect(written).toBe("\r\u001b[Kheld\nback\n");
});
