import { placeOf, type SourceFile, type SourceModule, walk } from "./source-module.ts";

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

/** Terms of the field below the roof and the runtime: a ticket, a reply and git's index have stages. */
const terms: ReadonlySet<string> = new Set(["performance", "stage"]);
const roomsWithoutTerms = /^(src|test)\/(commands|runtime)\//;

const anyUnclear = new RegExp(`\\b(${[...unclear].join("|")})\\b`, "i");

/** Whether a file holds such a word at all, be it in a comment: most need no closer look. */
export const mayBeUnclear = ({ path, text }: SourceFile): boolean =>
  path.endsWith(".ts") && anyUnclear.test(text);

/** Names in the code that a newcomer to the field cannot place. */
export function unclearNames(module: SourceModule): readonly string[] {
  const found = new Map<string, string>();
  walk(module.program, (node) => {
    if (node.type !== "Identifier" || found.has(node.name)) return;
    const word = node.name.toLowerCase();
    const isTerm = terms.has(word) && !roomsWithoutTerms.test(module.path);
    if (unclear.has(word) && !isTerm) found.set(node.name, placeOf(module, node.start));
  });
  return [...found].map(
    ([name, place]) => `${place} names something \`${name}\`: use the field's term`,
  );
}
