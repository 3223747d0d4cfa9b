/** Which models a mock has. */
export interface ModelCatalogue {
  /** The names that a list of models shows. */
  readonly names: readonly string[];
  has(name: string): boolean;
}

/** Every name is a model, as in a simulation. */
export const anyModel: ModelCatalogue = { names: [], has: () => true };

/** These, and every name that a model of Anthropic's could have. */
export function claudeModels(names: readonly string[]): ModelCatalogue {
  const known = new Set(names);
  return { names, has: (name) => known.has(name) || /^claude-[\w.@-]+$/.test(name) };
}
