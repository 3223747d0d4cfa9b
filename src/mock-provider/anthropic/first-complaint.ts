/** The first complaint about an item of a list. */
export function firstComplaint<Item>(
  items: readonly Item[],
  complaint: (item: Item, index: number) => string | null,
): string | null {
  for (const [index, item] of items.entries()) {
    const found = complaint(item, index);
    if (found !== null) return found;
  }
  return null;
}
