import type { Node } from "oxc-parser";
import { placeOf, type SourceModule, walk } from "./source-module.ts";

/** `async`, `await` and `import()`: none of them is synchronous. */
export function asynchronousSyntax(module: SourceModule): readonly string[] {
  const found: string[] = [];
  walk(module.program, (node) => {
    const word = asynchronousWord(node);
    if (word !== null) {
      found.push(`${placeOf(module, node.start)} uses ${word}: the core is pure and synchronous`);
    }
  });
  return found;
}

function asynchronousWord(node: Node): string | null {
  switch (node.type) {
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return node.async ? "async" : null;
    case "AwaitExpression":
      return "await";
    case "ForOfStatement":
      return node.await ? "for await" : null;
    case "ImportExpression":
      return "import()";
    default:
      return null;
  }
}

/** `let` and `var` outside of every function: a state that all runs of a process would share. */
export function moduleVariables(module: SourceModule): readonly string[] {
  return topDeclarations(module)
    .filter(({ kind }) => kind === "let" || kind === "var")
    .map(
      ({ kind, start }) =>
        `${placeOf(module, start)} keeps state in the module by ${kind}: make it a value`,
    );
}

const collections: ReadonlySet<string> = new Set(["Map", "Set", "WeakMap", "WeakSet"]);

/** Collections outside of every function that their type lets anybody change. */
export function moduleCollections(module: SourceModule): readonly string[] {
  return topDeclarations(module).flatMap(({ declarations }) =>
    declarations.flatMap(({ id, init }) => {
      if (init?.type !== "NewExpression" || init.callee.type !== "Identifier") return [];
      if (!collections.has(init.callee.name) || isReadonly(id)) return [];
      return [
        `${placeOf(module, init.start)} keeps a ${init.callee.name} in the module: declare it Readonly${init.callee.name}`,
      ];
    }),
  );
}

function isReadonly(id: Extract<Node, { type: "VariableDeclarator" }>["id"]): boolean {
  const annotation = id.type === "Identifier" ? id.typeAnnotation?.typeAnnotation : null;
  return (
    annotation?.type === "TSTypeReference" &&
    annotation.typeName.type === "Identifier" &&
    annotation.typeName.name.startsWith("Readonly")
  );
}

/** What a file of types must not hold: anything that is there at run time. */
export function runtimeCode(module: SourceModule): readonly string[] {
  return module.program.body.flatMap((statement) => {
    const declared =
      statement.type === "ExportNamedDeclaration" && statement.declaration !== null
        ? statement.declaration
        : statement;
    const isTypes =
      declared.type === "TSInterfaceDeclaration" ||
      declared.type === "TSTypeAliasDeclaration" ||
      (declared.type === "ImportDeclaration" && declared.importKind === "type");
    return isTypes ? [] : [`${placeOf(module, statement.start)} is no type: ports are types only`];
  });
}

function topDeclarations({
  program,
}: SourceModule): readonly Extract<Node, { type: "VariableDeclaration" }>[] {
  return program.body.flatMap((statement) => {
    const declared =
      statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    return declared?.type === "VariableDeclaration" ? [declared] : [];
  });
}
