import { describe, expect, test } from "bun:test";
import { fullScreenOn } from "../../src/terminal/full-screen.ts";

function terminal(rows: number) {
  const written: string[] = [];
  return { written, screen: fullScreenOn({ rows, write: (text) => written.push(text) }) };
}

describe("the other screen of a terminal", () => {
  test("is entered with the first frame, and left once, however often it is closed", () => {
    const { written, screen } = terminal(3);
    screen.close();
    expect(written).toEqual([]);
    screen.show(["one"]);
    screen.show(["two"]);
    screen.close();
    screen.close();
    const text = written.join("");
    expect(text.split("\u001b[?1049h")).toHaveLength(2);
    expect(text.split("\u001b[?1049l")).toHaveLength(2);
    expect(text).toStartWith("\u001b[?1049h\u001b[?25l");
    expect(text).toContain("\u001b[?25h");
    expect(text).toEndWith("\u001b[?1049l");
  });

  test("never scrolls: there is no newline, and what does not fit is left away", () => {
    const { written, screen } = terminal(2);
    screen.show(["one", "two", "three"]);
    const text = written.join("");
    expect(text).not.toMatch(/[\r\n]/);
    expect(text).toEndWith("\u001b[1;1H\u001b[Kone\u001b[2;1H\u001b[Ktwo");
  });

  test("clears what stood below a frame that is shorter", () => {
    const { written, screen } = terminal(4);
    screen.show(["one"]);
    expect(written.join("")).toEndWith("\u001b[1;1H\u001b[Kone\u001b[2;1H\u001b[K\u001b[J");
  });
});
