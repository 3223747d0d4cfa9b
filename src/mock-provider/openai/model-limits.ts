/** How much a model takes in and says, in its own tokens. */
export type ModelLimits =
  /** Prompt and answer share a window. */
  | {
      readonly type: "window";
      readonly windowTokens: number;
      readonly outputTokensMax: number;
    }
  /** The prompt has a limit of its own. */
  | {
      readonly type: "input";
      readonly inputTokensMax: number;
      readonly outputTokensMax: number;
    };

const window = (windowTokens: number, outputTokensMax: number): ModelLimits => ({
  type: "window",
  windowTokens,
  outputTokensMax,
});

const input = (inputTokensMax: number): ModelLimits => ({
  type: "input",
  inputTokensMax,
  outputTokensMax: 128_000,
});

/**
 * By name, the first that matches. Windows and outputs: OpenAI's pages of its models; the input limits are those
 * that its refusals tell (272,000: github.com/cline/cline issue 5474; 922,000 of the windows of 1,050,000).
 */
const limitsByName: readonly (readonly [name: RegExp, limits: ModelLimits])[] = [
  [/^gpt-3\.5-turbo\b/, window(16_385, 4_096)],
  [/^gpt-4o(?:-mini)?(?:-\d|$)/, window(128_000, 16_384)],
  [/^gpt-4-turbo\b/, window(128_000, 4_096)],
  [/^gpt-4(?:-0613)?$/, window(8_192, 8_192)],
  [/^gpt-4\.1\b/, window(1_047_576, 32_768)],
  [/^o(?:1|3|3-mini|4-mini)(?:-\d|$)/, window(200_000, 100_000)],
  [/^gpt-5(?:\.[12])?(?:-(?:mini|nano|codex|pro))?(?:-\d|$)/, input(272_000)],
  [/^gpt-5\.4(?:-\d|$)/, input(922_000)],
  [/^gpt-5\.6-(?:sol|terra|luna)\b/, input(922_000)],
];

/** `null` where nothing is known of a model: then the mock sets it no limit. */
export function limitsOf(model: string): ModelLimits | null {
  return limitsByName.find(([name]) => name.test(model))?.[1] ?? null;
}
