import { describe } from "bun:test";

const program = Bun.which("redis-server");

/** Describes what needs a Redis. Without one it is skipped, unless it is required, as it is where changes land. */
export const describeWithRedis =
  program === null && process.env["REHEARSAL_REDIS"] !== "required" ? describe.skip : describe;
