/** The name most like a misspelt one; `null` where none is near. */
export function nearestName(wrong: string, names: readonly string[]): string | null {
  const near = names
    .map((name) => ({ name, distance: editDistance(wrong.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.max(1, Math.floor(name.length / 3)))
    .toSorted((a, b) => a.distance - b.distance);
  return near[0]?.name ?? null;
}

/** How many letters must be put in, taken out, changed or swapped with the next to make one text of the other. */
function editDistance(from: string, to: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let fromIndex = 1; fromIndex <= from.length; fromIndex++) {
    const next = [fromIndex];
    for (let toIndex = 1; toIndex <= to.length; toIndex++) {
      const isSame = from[fromIndex - 1] === to[toIndex - 1];
      const isSwap =
        from[fromIndex - 1] === to[toIndex - 2] && from[fromIndex - 2] === to[toIndex - 1];
      next.push(
        Math.min(
          at(row, toIndex - 1) + (isSame ? 0 : 1),
          at(row, toIndex) + 1,
          at(next, toIndex - 1) + 1,
          isSwap ? at(before, toIndex - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    before = row;
    row = next;
  }
  return at(row, to.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
