/** Nanoseconds of a monotonic clock. The one place of the benchmarks that reads time. */
export const nowNs = (): number => Bun.nanoseconds();
