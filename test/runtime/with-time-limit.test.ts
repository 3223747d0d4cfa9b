import { describe, expect, test } from "bun:test";
import { withTimeLimit } from "../../src/runtime/with-time-limit.ts";
import { aborted, stuck } from "./fake-edges.ts";
import { manualClock } from "./manual-clock.ts";
import { settled } from "./settled.ts";

const never = new AbortController().signal;

describe("an action with a time limit", () => {
  test("that ends in time ends as it does, and leaves no timer", async () => {
    const clock = manualClock();
    expect(await withTimeLimit(clock, 1_000, never, async () => "value")).toBe("value");
    expect(clock.waiting()).toBe(0);
  });

  test("that fails in time fails as it does, and leaves no timer", async () => {
    const clock = manualClock();
    const failing = withTimeLimit(clock, 1_000, never, () => Promise.reject(new Error("no")));
    expect(failing).rejects.toThrow("no");
    await settled();
    expect(clock.waiting()).toBe(0);
  });

  test("that takes longer is late, and told to stop", async () => {
    const clock = manualClock();
    let wasTold = false;
    const late = withTimeLimit(clock, 1_000, never, async (signal) => {
      await aborted(signal);
      wasTold = true;
      throw new Error("stopped");
    });
    await clock.advance(999);
    expect(wasTold).toBe(false);
    await clock.advance(1);
    expect(await late).toBe("late");
    await settled();
    expect(wasTold).toBe(true);
  });

  test("that takes its time to stop is late only once it has ended, and leaves no timer", async () => {
    const clock = manualClock();
    const work = Promise.withResolvers<string>();
    let answer: unknown = "none yet";
    void withTimeLimit(clock, 1_000, never, () => work.promise).then((late) => (answer = late));
    await clock.advance(1_500);
    expect(answer).toBe("none yet");
    work.resolve("done after all");
    await settled();
    expect(answer).toBe("late");
    expect(clock.waiting()).toBe(0);
  });

  test("that does not listen is waited for no longer than a grace of 2 s", async () => {
    const clock = manualClock();
    let answer: unknown = "none yet";
    const deaf = () => new Promise<never>(() => {});
    void withTimeLimit(clock, 1_000, never, deaf).then((late) => (answer = late));
    await clock.advance(2_999);
    await settled();
    expect(answer).toBe("none yet");
    await clock.advance(1);
    await settled();
    expect(answer).toBe("late");
  });

  test("that does not listen is let go at once by an abort from outside during that grace", async () => {
    const clock = manualClock();
    const outside = new AbortController();
    const deaf = () => new Promise<never>(() => {});
    const late = withTimeLimit(clock, 1_000, outside.signal, deaf);
    await clock.advance(1_500);
    outside.abort(new Error("interrupted"));
    expect(await late).toBe("late");
    expect(clock.waiting()).toBe(0);
  });

  test("is stopped by an abort from outside, and is not late then", async () => {
    const clock = manualClock();
    const outside = new AbortController();
    const stopped = withTimeLimit(clock, 1_000, outside.signal, stuck);
    outside.abort(new Error("interrupted"));
    expect(stopped).rejects.toThrow("interrupted");
    await settled();
    expect(clock.waiting()).toBe(0);
  });
});
