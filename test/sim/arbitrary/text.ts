import fc from "fast-check";

/** What models say at their worst: emoji, combined characters, control characters, terminal escapes. */
export const anyText = (maxLength = 30): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        { weight: 4, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 }) },
        {
          weight: 1,
          arbitrary: fc.constantFrom(
            "\u0000",
            "\u001b[31m",
            "\u001b]0;title\u0007",
            "\r\n",
            "\u2028",
            "\u202e",
            "👩‍👩‍👧‍👦",
            "e\u0301",
            "…",
            "🧱",
            '"\\',
            "data: {}\n\n",
          ),
        },
      ),
      { minLength: 1, maxLength: Math.max(1, Math.floor(maxLength / 6)) },
    )
    .map((pieces) => pieces.join(""));
