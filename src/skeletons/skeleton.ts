import type {
  Class,
  ClassElement,
  Comment,
  Directive,
  Statement,
  VariableDeclaration,
} from "oxc-parser";
import { parseSource } from "./parse.ts";

/** Longer initial values are cut: a skeleton says what a thing is, not all that it holds. */
const valueCharactersMax = 120;

/**
 * What a file declares, without bodies: exports, types, functions, classes with the signatures of their
 * methods, constants with their type or short value, each with the first line of its docstring. `null`
 * where the language is unknown or the file does not parse.
 */
export async function skeletonOf(path: string, text: string): Promise<string | null> {
  const parsed = await parseSource(path, text);
  if (parsed === null) return null;
  const source: Source = { text, comments: parsed.comments };
  const lines = parsed.program.body.flatMap((statement) => {
    const signature = ofStatement(source, statement);
    return signature === null ? [] : [documentation(source, statement.start) + signature];
  });
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

interface Source {
  readonly text: string;
  readonly comments: readonly Comment[];
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function ofStatement(source: Source, statement: Statement | Directive): string | null {
  switch (statement.type) {
    case "ExportAllDeclaration":
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
    case "TSEnumDeclaration":
    case "TSDeclareFunction":
    case "TSExportAssignment":
    case "TSNamespaceExportDeclaration":
      return slice(source, statement);
    case "ExportNamedDeclaration":
      if (statement.declaration === null) return slice(source, statement);
      return prefixed("export ", ofStatement(source, statement.declaration));
    case "ExportDefaultDeclaration":
      return ofDefault(source, statement);
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "TSEmptyBodyFunctionExpression":
      return signature(source, statement);
    case "ClassDeclaration":
    case "ClassExpression":
      return ofClass(source, statement);
    case "VariableDeclaration":
      return ofVariables(source, statement);
    case "TSModuleDeclaration":
      return ofModule(source, statement);
    case "ExpressionStatement":
      return ofCommonJs(source, statement);
    default:
      return null;
  }
}

type Default = Extract<Statement, { type: "ExportDefaultDeclaration" }>;

function ofDefault(source: Source, { declaration }: Default): string | null {
  switch (declaration.type) {
    case "FunctionDeclaration":
    case "ClassDeclaration":
    case "TSInterfaceDeclaration":
    case "TSDeclareFunction":
      return prefixed("export default ", ofStatement(source, declaration));
    default:
      return `export default ${value(source, declaration)};`;
  }
}

/** A namespace's members are declarations again. */
function ofModule(
  source: Source,
  statement: Extract<Statement, { type: "TSModuleDeclaration" }>,
): string {
  const { body } = statement;
  if (body === null || body === undefined || body.type !== "TSModuleBlock")
    return slice(source, statement);
  const members = body.body.flatMap((member) => ofStatement(source, member) ?? []);
  return block(source.text.slice(statement.start, body.start), members);
}

/** `module.exports = …` and `exports.x = …`, which is how CommonJS exports. */
function ofCommonJs(
  source: Source,
  { expression }: Extract<Statement, { type: "ExpressionStatement" }>,
): string | null {
  if (expression.type !== "AssignmentExpression") return null;
  const target = slice(source, expression.left);
  if (!/^(?:module\.)?exports\b/.test(target)) return null;
  return `${target} = ${value(source, expression.right)};`;
}

function ofVariables(source: Source, { kind, declare, declarations }: VariableDeclaration): string {
  const each = declarations.map(({ id, init }) => {
    const name = slice(source, id);
    if (("typeAnnotation" in id && id.typeAnnotation) || init === null) return name;
    return `${name} = ${value(source, init)}`;
  });
  return `${declare === true ? "declare " : ""}${kind} ${each.join(", ")};`;
}

function ofClass(source: Source, declaration: Class): string {
  const members = declaration.body.body.flatMap((member) => {
    const text = ofMember(source, member);
    return text === null ? [] : [documentation(source, member.start) + text];
  });
  return block(source.text.slice(declaration.start, declaration.body.start), members);
}

function ofMember(source: Source, member: ClassElement): string | null {
  if (member.type === "StaticBlock") return null;
  if (member.type === "TSIndexSignature") return slice(source, member);
  if (member.accessibility === "private" || member.key.type === "PrivateIdentifier") return null;
  switch (member.type) {
    case "MethodDefinition":
    case "TSAbstractMethodDefinition": {
      const { body } = member.value;
      return terminated(source.text.slice(member.start, body?.start ?? member.end));
    }
    case "PropertyDefinition":
    case "AccessorProperty":
    case "TSAbstractPropertyDefinition":
    case "TSAbstractAccessorProperty": {
      if (member.value === null) return terminated(slice(source, member));
      const head = source.text.slice(member.start, member.value.start);
      const type = member.typeAnnotation;
      if (type) return terminated(source.text.slice(member.start, type.end));
      return `${head.trimEnd()} ${value(source, member.value)};`;
    }
  }
}

/** A value in short: a function's signature, a literal, or only that there is one. */
function value(source: Source, expression: Span & { readonly type: string }): string {
  switch (expression.type) {
    case "ArrowFunctionExpression":
    case "FunctionExpression": {
      const body = (expression as unknown as { readonly body: Span | null }).body;
      const head = source.text.slice(expression.start, body?.start ?? expression.end);
      return `${head.trimEnd()} …`;
    }
    case "ClassExpression":
      return ofClass(source, expression as unknown as Class);
    default: {
      const text = slice(source, expression);
      return text.length <= valueCharactersMax ? text : "…";
    }
  }
}

function signature(source: Source, declaration: Span & { readonly body: Span | null }): string {
  return terminated(
    source.text.slice(declaration.start, declaration.body?.start ?? declaration.end),
  );
}

function block(head: string, members: readonly string[]): string {
  if (members.length === 0) return `${head.trimEnd()} {}`;
  const lines = members.join("\n").replace(/^/gm, "  ");
  return `${head.trimEnd()} {\n${lines}\n}`;
}

function terminated(text: string): string {
  return `${text.trimEnd().replace(/;$/, "")};`;
}

function prefixed(prefix: string, text: string | null): string | null {
  return text === null ? null : prefix + text;
}

function slice(source: Source, { start, end }: Span): string {
  return source.text.slice(start, end);
}

/** The first line of the docstring that ends where a declaration begins, on a line of its own. */
function documentation(source: Source, start: number): string {
  const comment = source.comments.findLast(({ end }) => end <= start);
  if (comment === undefined || comment.type !== "Block" || !comment.value.startsWith("*"))
    return "";
  if (source.text.slice(comment.end, start).trim() !== "") return "";
  const first = comment.value
    .slice(1)
    .split("\n")
    .map((line) => line.replace(/^\s*\*?\s?/, "").trim())
    .find((line) => line !== "");
  return first === undefined ? "" : `/** ${first} */\n`;
}
