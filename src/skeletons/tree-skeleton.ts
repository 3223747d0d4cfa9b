import type { Node } from "@vscode/tree-sitter-wasm";
import type { Grammar } from "./grammars.ts";

/** Longer texts are cut: a skeleton says what a thing is, not all that it holds. */
const wholeCharactersMax = 1_200;
const valueCharactersMax = 120;

/** What a syntax tree declares, without bodies, each with the first line of its comment. */
export function treeSkeleton(root: Node, grammar: Grammar): string {
  const lines = membersOf(root, grammar);
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

function membersOf(parent: Node, grammar: Grammar): string[] {
  return parent.namedChildren.flatMap((child) => {
    if (child === null) return [];
    const text = ofNode(child, grammar);
    return text === null ? [] : [commentBefore(child) + text];
  });
}

function ofNode(node: Node, grammar: Grammar): string | null {
  const { type } = node;
  if (grammar.functions.includes(type)) return signatureOf(node, grammar);
  if (grammar.containers.includes(type)) return containerOf(node, grammar);
  if (grammar.wrappers.includes(type)) return wrappedIn(node, grammar);
  if (!grammar.wholes.includes(type)) return null;
  return type === "expression_statement" || type === "assignment"
    ? constantOf(node)
    : wholeOf(node, grammar);
}

function signatureOf(node: Node, grammar: Grammar): string {
  const body = node.childForFieldName("body");
  const head = headOf(node, body);
  if (grammar.close !== null)
    return grammar.close === "}" ? `${head.replace(/[;\s]+$/, "")};` : head;
  const docstring = docstringOf(body);
  return docstring === null ? head : `${head}\n  ${docstring}`;
}

function containerOf(node: Node, grammar: Grammar): string {
  const body = node.childForFieldName("body");
  const head = headOf(node, body);
  const members = body === null ? [] : membersOf(body, grammar);
  const docstring = grammar.close === null ? docstringOf(body) : null;
  const inside = [...(docstring === null ? [] : [docstring]), ...members]
    .join("\n")
    .replace(/^(?=.)/gm, "  ");
  const open = grammar.close === "}" ? `${head} {` : head;
  if (grammar.close === null) return inside === "" ? open : `${open}\n${inside}`;
  return inside === "" ? `${open} ${grammar.close}` : `${open}\n${inside}\n${grammar.close}`;
}

/** A decorator or a template stands before the one thing in it; others hold many. */
function wrappedIn(node: Node, grammar: Grammar): string | null {
  const inner = node.namedChildren.flatMap((child) => {
    const text = child === null ? null : ofNode(child, grammar);
    return child === null || text === null ? [] : [{ child, text: commentBefore(child) + text }];
  });
  const [first, ...others] = inner;
  if (first === undefined) return null;
  if (others.length > 0 || !/^(?:decorated|template)/.test(node.type))
    return inner.map(({ text }) => text).join("\n");
  const before = node.text.slice(0, first.child.startIndex - node.startIndex).trim();
  return `${before}\n${first.text}`;
}

/** A constant with its value, where it is short; a statement of another kind says nothing. */
function constantOf(node: Node): string | null {
  const assignment = node.type === "assignment" ? node : node.namedChildren[0];
  if (assignment?.type !== "assignment") return null;
  const isConstant = /^[A-Z_]|^\w+\s*:/.test(assignment.text);
  if (!isConstant) return null;
  const text = assignment.text.replace(/\s+/g, " ");
  return text.length <= valueCharactersMax ? text : `${text.slice(0, valueCharactersMax)}…`;
}

/** A type with functions in it, declared together with something else, is read as a container. */
function wholeOf(node: Node, grammar: Grammar): string {
  const type = node.childForFieldName("type");
  if (type !== null && type.descendantsOfType([...grammar.functions]).length > 0) {
    const before = node.text.slice(0, type.startIndex - node.startIndex);
    const after = node.text.slice(type.endIndex - node.startIndex);
    return `${before}${containerOf(type, grammar)}${after}`.trim();
  }
  const text = node.text.trim();
  return text.length <= wholeCharactersMax ? text : `${text.slice(0, wholeCharactersMax)}…`;
}

function headOf(node: Node, body: Node | null): string {
  const text =
    body === null
      ? (node.text.split("\n")[0] ?? "")
      : node.text.slice(0, body.startIndex - node.startIndex);
  return text.replace(/\s+/g, " ").trim();
}

function docstringOf(body: Node | null): string | null {
  const first = body?.namedChildren[0]?.namedChildren[0];
  if (first?.type !== "string") return null;
  const line = first.text.replace(/^\w*("""|'''|"|')\s*/, "").split("\n")[0] ?? "";
  return `"""${line.replace(/("""|'''|"|')$/, "").trim()}"""`;
}

/** The first line of the comment that ends right above. */
function commentBefore(node: Node): string {
  let comment: Node | null = null;
  let below = node;
  for (let next = node.previousNamedSibling; next !== null; next = next.previousNamedSibling) {
    const isRightAbove = below.startPosition.row - next.endPosition.row <= 1;
    if (!next.type.includes("comment") || !isRightAbove) break;
    // One at the end of another line speaks of that.
    const before = next.previousSibling;
    if (before?.endPosition.row === next.startPosition.row && !before.text.endsWith("\n")) break;
    comment = next;
    below = next;
  }
  const lines = (comment?.text ?? "").split("\n");
  const said = lines.find((line) => /\w/.test(line));
  if (comment === null || said === undefined) return "";
  return comment.text.startsWith("/*")
    ? `/** ${said.replace(/^[\s/*]+|[\s*/]+$/g, "")} */\n`
    : `${said.trim()}\n`;
}
