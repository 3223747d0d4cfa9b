import type { Node } from "oxc-parser";
import { type SourceModule, walk } from "./source-module.ts";

/** One use of a name, with the members that are taken of it: `Date.now`. */
export interface Reference {
  readonly name: string;
  readonly offset: number;
  readonly use: "value" | "type";
  /** The nodes above it, nearest last. */
  readonly above: readonly Node[];
}

const globalObject = /^(?:globalThis|global|self|window)\./;

/** Every name that a file uses, in code and not in comments or strings. */
export function referencesOf({ program }: SourceModule): readonly Reference[] {
  const found: Reference[] = [];
  walk(program, (node, above) => {
    const parent = above.at(-1);
    const use = above.some(isType) ? "type" : "value";
    const add = (name: string): void => {
      const bare = name.replace(globalObject, "");
      found.push({ name: bare, offset: node.start, use, above: [...above] });
    };
    if (node.type === "VariableDeclarator") {
      for (const name of takenApart(node)) add(name);
      return;
    }
    const name = dottedName(node);
    if (name === null || (parent !== undefined && isOnlyAName(node, parent))) return;
    add(name);
    return node.type !== "MemberExpression";
  });
  return found;
}

/** `Date.now` for `Date.now`, `Date["now"]` and `Date?.now`; `null` where a part is no plain name. */
function dottedName(node: Node): string | null {
  switch (node.type) {
    case "Identifier":
      return node.name;
    case "ParenthesizedExpression":
    case "ChainExpression":
    case "TSNonNullExpression":
      return dottedName(node.expression);
    case "MemberExpression": {
      const object = dottedName(node.object);
      const member = memberName(node.property, node.computed);
      return object === null || member === null ? null : `${object}.${member}`;
    }
    default:
      return null;
  }
}

function memberName(property: Node, isComputed: boolean): string | null {
  if (property.type === "Identifier" && !isComputed) return property.name;
  return property.type === "Literal" && typeof property.value === "string" ? property.value : null;
}

/** `Date.now` for `const { now } = Date`. */
function takenApart(node: Extract<Node, { type: "VariableDeclarator" }>): readonly string[] {
  const from = node.init === null ? null : dottedName(node.init);
  if (from === null || node.id.type !== "ObjectPattern") return [];
  return node.id.properties.flatMap((property) => {
    if (property.type !== "Property") return [];
    const member = memberName(property.key, property.computed);
    return member === null ? [] : [`${from}.${member}`];
  });
}

/** The node names a member, a key or a binding of an import, and uses nothing that goes by that name. */
function isOnlyAName(node: Node, parent: Node): boolean {
  switch (parent.type) {
    case "MemberExpression":
      return parent.property === node && !parent.computed;
    case "Property":
      return parent.key === node && !parent.computed;
    case "MethodDefinition":
    case "PropertyDefinition":
    case "TSPropertySignature":
    case "TSMethodSignature":
      return parent.key === node && !parent.computed;
    case "ImportSpecifier":
    case "ImportDefaultSpecifier":
    case "ImportNamespaceSpecifier":
    case "ExportSpecifier":
    case "LabeledStatement":
    case "BreakStatement":
    case "ContinueStatement":
    case "TSTypeAliasDeclaration":
    case "TSInterfaceDeclaration":
      return true;
    default:
      return false;
  }
}

/** Wrappers that TypeScript puts around values. */
const aroundValues: ReadonlySet<Node["type"]> = new Set<Node["type"]>([
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSNonNullExpression",
  "TSTypeAssertion",
  "TSInstantiationExpression",
]);

const isType = ({ type }: Node): boolean => type.startsWith("TS") && !aroundValues.has(type);
