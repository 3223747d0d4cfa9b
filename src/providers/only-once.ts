/** Begins the work at the first call; each later call gets the same promise. Where it fails, the next call begins it anew. */
export function onlyOnce<Result>(begin: () => Promise<Result>): () => Promise<Result> {
  let begun: Promise<Result> | null = null;
  return () =>
    (begun ??= begin().catch((error: unknown) => {
      begun = null;
      throw error;
    }));
}
