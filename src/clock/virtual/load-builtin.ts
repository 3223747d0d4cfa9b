import { createRequire } from "node:module";

/**
 * One of Node's own modules, as it is at this moment: in Bun the names that others import from it are settled by the
 * first `import`, so what replaces members of it must not be that.
 */
export const loadBuiltin: (name: string) => unknown = createRequire(import.meta.url);
