import type { Expression, Program } from "oxc-parser";

/**
 * The line (from 1) on which a member of the file's default export is written; the nearest line around it
 * where the member itself is not written out; `null` where the export is no object in this file.
 */
export async function locateMember(
  source: string,
  path: readonly PropertyKey[],
): Promise<number | null> {
  // Lazily, because only a file with a mistake needs it.
  const { parseSync } = await import("oxc-parser");
  const { program } = parseSync("rehearsal.config.ts", source);
  let value = defaultExport(program);
  if (value?.type !== "ObjectExpression") return null;
  let offset = value.start;
  for (const key of path) {
    const found: Member | null = value === null ? null : memberOf(value, key);
    if (found === null) break;
    offset = found.start;
    value = found.value;
  }
  return source.slice(0, offset).split("\n").length;
}

interface Member {
  readonly start: number;
  readonly value: Expression | null;
}

/** `export default { … }`, also within `defineConfig(…)` and type assertions. */
function defaultExport(program: Program): Expression | null {
  for (const statement of program.body) {
    if (statement.type !== "ExportDefaultDeclaration") continue;
    const { declaration } = statement;
    switch (declaration.type) {
      case "FunctionDeclaration":
      case "TSDeclareFunction":
      case "FunctionExpression":
      case "TSEmptyBodyFunctionExpression":
      case "ClassDeclaration":
      case "ClassExpression":
      case "TSInterfaceDeclaration":
        return null;
      default:
        return bare(declaration);
    }
  }
  return null;
}

function bare(expression: Expression): Expression {
  switch (expression.type) {
    case "TSSatisfiesExpression":
    case "TSAsExpression":
    case "ParenthesizedExpression":
      return bare(expression.expression);
    case "CallExpression": {
      const [first] = expression.arguments;
      return first === undefined || first.type === "SpreadElement" ? expression : bare(first);
    }
    default:
      return expression;
  }
}

function memberOf(value: Expression, key: PropertyKey): Member | null {
  if (value.type === "ArrayExpression" && typeof key === "number") {
    const element = value.elements[key];
    return element === null || element === undefined || element.type === "SpreadElement"
      ? null
      : { start: element.start, value: bare(element) };
  }
  if (value.type !== "ObjectExpression") return null;
  // The last of two equal keys is the one that counts.
  for (const property of value.properties.toReversed()) {
    if (property.type === "SpreadElement" || property.computed) continue;
    const name = property.key.type === "Identifier" ? property.key.name : literal(property.key);
    if (name === String(key)) return { start: property.start, value: bare(property.value) };
  }
  return null;
}

function literal(key: { readonly type: string }): string | null {
  return "value" in key ? String(key.value) : null;
}
