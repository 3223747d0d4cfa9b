type Counting = Pick<typeof Bun, "stringWidth" | "sliceAnsi" | "wrapAnsi">;

/**
 * For Node, where a rehearsal sends keys through the approver and nobody sees what it draws: a column a character,
 * and rows cut where they are full.
 */
const plain: Counting = {
  stringWidth: (text) => text.length,
  sliceAnsi: (text, start, end) => text.slice(start, end),
  wrapAnsi: (text, columns) =>
    text
      .split("\n")
      .flatMap((line) => line.match(new RegExp(`.{1,${columns}}`, "gsu")) ?? [""])
      .join("\n"),
};

/** How many columns text takes, and where to cut it. */
export const { stringWidth, sliceAnsi, wrapAnsi }: Counting =
  (globalThis as { readonly Bun?: Counting }).Bun ?? plain;
