import { type Node, parseSync, type ParseResult, visitorKeys } from "oxc-parser";

/** One file of a tree, by its path from the repository's root, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A file of TypeScript with its syntax. */
export interface SourceModule extends SourceFile {
  readonly program: ParseResult["program"];
  readonly module: ParseResult["module"];
}

export function parseModule(file: SourceFile): SourceModule {
  const { program, module, errors } = parseSync(file.path, file.text, { sourceType: "module" });
  const [error] = errors;
  if (error !== undefined) throw new Error(`${file.path} does not parse: ${error.message}`);
  return { ...file, program, module };
}

/** Where in a file something is, as an editor takes it. */
export function placeOf(file: SourceFile, offset: number): string {
  return `${file.path}:${file.text.slice(0, offset).split("\n").length}`;
}

/** Calls `visit` for each node, parents first, with those above it; `false` leaves out what is inside. */
export function walk(
  root: Node,
  visit: (node: Node, above: readonly Node[]) => boolean | void,
): void {
  const above: Node[] = [];
  descend(root);

  function descend(node: Node): void {
    if (visit(node, above) === false) return;
    above.push(node);
    for (const key of visitorKeys[node.type] ?? []) {
      const child: unknown = Reflect.get(node, key);
      for (const one of Array.isArray(child) ? child : [child]) if (isNode(one)) descend(one);
    }
    above.pop();
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}
