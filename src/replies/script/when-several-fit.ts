/** What happens to a request that fits several different tests: it is refused, or meets the first of them. */
export type WhenSeveralFit = "refuse" | "first";
