/** Which models a mock has. */
export interface ModelCatalogue {
  /** What is listed. */
  readonly names: readonly string[];
  has(name: string): boolean;
}

/** Whatever a client names is a model, as with a simulated one. */
export const anyModel: ModelCatalogue = { names: [], has: () => true };

/** These, and every name that a model of Anthropic's could have. */
export function claudeModels(names: readonly string[]): ModelCatalogue {
  const known = new Set(names);
  return { names, has: (name) => known.has(name) || /^claude-[\w.@-]+$/.test(name) };
}
