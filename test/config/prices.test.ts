import { expect, test } from "bun:test";
import { knownModels } from "../../src/config/prices.ts";

test.each([...knownModels])(
  "what is known of %s hangs together",
  (_name, { price, contextTokens }) => {
    expect(contextTokens).toBeGreaterThanOrEqual(200_000);
    if (price === null) return;
    // Anthropic's own ratios: output is five times the input, a five-minute cache write 1.25 times.
    expect(price.outputUsd).toBe(price.inputUsd * 5);
    expect(price.cacheWriteUsd).toBe(price.inputUsd * 1.25);
    expect(price.cacheReadUsd).toBeLessThan(price.inputUsd);
  },
);

test("a dated name is known like its alias", () => {
  for (const [name, known] of knownModels) {
    const alias = /^(.*)-\d{8}$/.exec(name)?.[1];
    if (alias !== undefined) expect(known).toEqual(knownModels.get(alias) as never);
  }
});
