/** Whether a request that different tests hold for is a mistake, or is for the first of them. */
export type WhenSeveralFit = "refuse" | "first";
