/** What a model can hold and say, in its own tokens. */
export interface ModelLimits {
  readonly windowTokens: number;
  readonly outputTokensMax: number;
  /**
   * What becomes of a prompt that fits, but not with `max_tokens`: refused by models before Claude 4.5, while
   * later ones begin and stop where the window ends (docs: "Context windows").
   */
  readonly overflow: "refused" | "stopped";
}

const million = 1_000_000;

const current: ModelLimits = {
  windowTokens: million,
  outputTokensMax: 128_000,
  overflow: "stopped",
};
const fourPointFive: ModelLimits = {
  windowTokens: 200_000,
  outputTokensMax: 64_000,
  overflow: "stopped",
};
const older = (outputTokensMax: number): ModelLimits => ({
  windowTokens: 200_000,
  outputTokensMax,
  overflow: "refused",
});

/**
 * By name, the first that matches. From the models' pages (platform.claude.com/docs/en/models/NAME/overview)
 * as stored in October and November 2026, and the overview of 2025 for those before Claude 4.5.
 */
const limitsByName: readonly (readonly [name: RegExp, limits: ModelLimits])[] = [
  [/^claude-(?:fable|mythos)-5\b/, current],
  [/^claude-(?:opus|sonnet)-5\b/, current],
  [/^claude-haiku-5-5\b/, current],
  [/^claude-opus-4-[678]\b/, current],
  [/^claude-sonnet-4-6\b/, current],
  [/^claude-(?:opus|sonnet|haiku)-4-5\b/, fourPointFive],
  [/^claude-opus-4\b/, older(32_000)],
  [/^claude-(?:sonnet-4|3-7-sonnet)\b/, older(64_000)],
  [/^claude-3-5-(?:sonnet|haiku)\b/, older(8_192)],
  [/^claude-3-(?:opus|sonnet|haiku)\b/, older(4_096)],
];

/** `null` where nothing is known of a model: then the mock sets it no limit. */
export function limitsOf(model: string): ModelLimits | null {
  return limitsByName.find(([name]) => name.test(model))?.[1] ?? null;
}
