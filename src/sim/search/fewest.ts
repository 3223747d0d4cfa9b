/**
 * Delta debugging: leaves out ever smaller parts of a list, again and again, for as long as the failure stays.
 * `stillFails` tries a shorter list and, where it fails in the same way, makes it what `items` gives from then on.
 */
export async function fewest<Item>(
  items: () => readonly Item[],
  stillFails: (rest: readonly Item[]) => Promise<boolean>,
): Promise<void> {
  let before = Infinity;
  while (items().length < before) {
    before = items().length;
    for (let size = before; size >= 1; size = Math.floor(size / 2)) {
      let at = 0;
      while (at < items().length) {
        const rest = [...items().slice(0, at), ...items().slice(at + size)];
        if (!(await stillFails(rest))) at += size;
      }
    }
  }
}
