/** Where scenarios are looked for when no path is given. */
export const usualPaths: readonly string[] = ["scenarios"];
