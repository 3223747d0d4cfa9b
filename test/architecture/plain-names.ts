import { placeOf, type SourceModule, walk } from "./source-module.ts";

/** Words of the theatre, and one that says nothing of what it names; a rehearsal and a scenario are the product's. */
const unclear: ReadonlySet<string> = new Set([
  "actor",
  "cast",
  "dismiss",
  "perform",
  "performance",
  "players",
  "stage",
  "told",
]);

/** Names in the code that a newcomer to the field cannot place. */
export function unclearNames(module: SourceModule): readonly string[] {
  const found = new Map<string, string>();
  walk(module.program, (node) => {
    if (node.type !== "Identifier" || found.has(node.name)) return;
    if (unclear.has(node.name.toLowerCase())) found.set(node.name, placeOf(module, node.start));
  });
  return [...found].map(
    ([name, place]) => `${place} names something \`${name}\`: use the field's term`,
  );
}
