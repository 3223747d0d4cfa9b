import { expect, test } from "bun:test";
import { countTokens } from "../../src/mock-provider/count-tokens.ts";
import { withPictures } from "../../src/mock-provider/picture.ts";

const bytes = (letter: string) => letter.repeat(900_000);

test("bytes weigh what a picture does, whatever their length", () => {
  expect(countTokens(withPictures(bytes("A")))).toBe(1_600);
  expect(countTokens(withPictures(bytes("A").slice(0, 4_096)))).toBe(1_600);
});

test("another picture is another text, and the same is the same", () => {
  expect(withPictures(bytes("A"))).toBe(withPictures(bytes("A")));
  expect(withPictures(bytes("A"))).not.toBe(withPictures(bytes("B")));
});

test("what stands around the bytes stays, and so do words", () => {
  const whole = withPictures(`data:image/png;base64,${bytes("A")} end`);
  expect(whole).toStartWith("data:image/png;base64,");
  expect(whole).toEndWith(" end");
  const words = "some words ".repeat(1_000);
  expect(withPictures(words)).toBe(words);
});
