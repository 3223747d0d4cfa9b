/** Begins the work at the first call; each later call gets the same promise. */
export function onlyOnce<Result>(begin: () => Promise<Result>): () => Promise<Result> {
  let begun: Promise<Result> | null = null;
  return () => (begun ??= begin());
}
