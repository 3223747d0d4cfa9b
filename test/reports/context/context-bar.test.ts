import { describe, expect, test } from "bun:test";
import { contextBar, fullText, shareText } from "../../../src/reports/context/context-bar.ts";
import { colourInk } from "../../../src/terminal/ink.ts";
import { paperFor } from "../../../src/terminal/paper.ts";
import { sheet } from "../paper.ts";

const paint = paperFor({ ink: colourInk, columns: () => 100 });
const bar = (share: number, roomShare: number | null = null) =>
  contextBar({ share, roomShare }, 10, sheet(80));

describe("the bar", () => {
  const colourOf = (share: number) =>
    (["green", "yellow", "red"] as const).find((style) =>
      contextBar({ share, roomShare: null }, 10, paint).startsWith(
        colourInk(style, bar(share).replaceAll("─", "")),
      ),
    );

  test("is green below a half, yellow up to four fifths, and red above", () => {
    expect([0.1, 0.4, 0.49].map(colourOf)).toEqual(["green", "green", "green"]);
    expect([0.5, 0.6, 0.8].map(colourOf)).toEqual(["yellow", "yellow", "yellow"]);
    expect([0.81, 0.9, 1].map(colourOf)).toEqual(["red", "red", "red"]);
  });

  test("says as much without colour, in half cells, and never more than it has room for", () => {
    expect(bar(0.5)).toBe("━━━━━─────");
    expect(bar(0.55)).toBe("━━━━━╸────");
    expect(bar(1.7)).toBe("━━━━━━━━━━");
    expect(bar(0)).toBe("──────────");
    expect(bar(0.001)).toBe("╸─────────");
  });

  test("has a mark where the next call would trim, also where it is passed", () => {
    expect(bar(0.5, 0.875)).toBe("━━━━━───┃─");
    expect(bar(0.95, 0.875)).toBe("━━━━━━━━┃╸");
    expect(bar(0.1, 1)).toBe("━────────┃");
    expect(Bun.stripANSI(contextBar({ share: 0.95, roomShare: 0.875 }, 10, paint))).toBe(
      bar(0.95, 0.875),
    );
  });

  test("has a share beside it, with one decimal always, that is not rounded into another level", () => {
    expect([0.004, 0.37, 0.4996, 0.8004, 1.12].map(shareText)).toEqual([
      "0.4%",
      "37.0%",
      "49.9%",
      "80.1%",
      "112.0%",
    ]);
  });

  test("is told to be nearly full without colour too", () => {
    expect([0.2, 0.8, 0.81].map(fullText)).toEqual(["20.0%", "80.0%", "81.0%!"]);
  });
});
