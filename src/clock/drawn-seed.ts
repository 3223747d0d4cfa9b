/** A seed by chance, of at least four digits and within 32 bits. */
export function drawnSeed(): number {
  const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
  return 1000 + (drawn % 2_000_000_000);
}
