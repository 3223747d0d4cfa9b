import { dirname, join } from "node:path";
import { type Comment, parseSync, type Statement, type VariableDeclarator } from "oxc-parser";

const entry = "src/sim/api.ts";
/** The words first: `entry` hands on all of them. */
const sources = ["src/sim/dsl/words.ts", entry];

const introduction = `# Reference of \`rehearsal/sim\`

Printed from the docstrings of [\`${entry}\`](../${entry}) by \`bun scripts/print-api-page.ts\`; a test holds it to
them. What the words are for, in order: [scenario.md](scenario.md), [serve.md](serve.md), [agents.md](agents.md) and
[simulation.md](simulation.md).
`;

/** A file with its syntax. */
interface Module {
  readonly path: string;
  readonly text: string;
  readonly statements: readonly Statement[];
  readonly comments: readonly Comment[];
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** One way to write a word, and what its docstring says. */
interface Entry {
  readonly code: string;
  readonly doc: string;
}

/** The page on everything that `rehearsal/sim` exports. Throws where an export has no docstring. */
export async function apiPage(root: string): Promise<string> {
  const modules = await Promise.all(sources.map((path) => parseModule(root, path)));
  const explained = new Set(modules.flatMap(({ statements }) => statements.flatMap(exportedNames)));
  const parts = [introduction];
  for (const module of modules) parts.push(...(await chaptersOf(root, module, explained)));
  return parts.join("\n");
}

async function chaptersOf(
  root: string,
  api: Module,
  explained: Set<string>,
): Promise<readonly string[]> {
  const parts: string[] = [];
  for (const [index, statement] of api.statements.entries()) {
    if (statement.type !== "ExportNamedDeclaration" || statement.source === null) continue;
    const heading = lineCommentAbove(api, api.statements[index - 1]?.end ?? 0, statement.start);
    if (heading !== null) parts.push(`## ${heading}\n`);
    const module = await parseModule(root, join(dirname(api.path), statement.source.value));
    for (const name of exportedNames(statement)) {
      parts.push(sectionOf(module, name), ...mentionedTypes(module, name, explained));
    }
  }
  return parts;
}

async function parseModule(root: string, path: string): Promise<Module> {
  const text = await Bun.file(join(root, path)).text();
  const { program, comments } = parseSync(path, text, { sourceType: "module" });
  return { path, text, statements: program.body as readonly Statement[], comments };
}

const exportedNames = (statement: Statement): readonly string[] =>
  statement.type === "ExportNamedDeclaration"
    ? statement.specifiers.map(({ exported }) => ("name" in exported ? exported.name : ""))
    : [];

function sectionOf(module: Module, name: string): string {
  const [first, ...others] = entriesOf(module, name);
  if (first === undefined) throw new Error(`${module.path} declares no ${name}`);
  if (first.doc === "") throw new Error(`${module.path}: ${name} has no docstring`);
  const [text = "", ...examples] = first.doc.split("@example");
  const members = others.map(({ code, doc }) => (doc === "" ? code : `${commented(doc)}\n${code}`));
  const code = [first.code, ...members].filter((line) => line !== "").join("\n");
  return [
    `### \`${name}\`\n`,
    `${text.trim()}\n`,
    `${fenced(code)}\n`,
    ...examples.map((example) => `For example:\n\n${fenced(statement(example.trim()))}\n`),
  ].join("\n");
}

const statement = (code: string): string => (code.endsWith(";") ? code : `${code};`);

const fenced = (code: string): string => `\`\`\`ts\n${code}\n\`\`\``;

const commented = (doc: string): string => doc.replaceAll(/^/gm, "// ");

/** Types of the same file that a section mentions and the page would not explain otherwise. */
function mentionedTypes(module: Module, name: string, explained: Set<string>): readonly string[] {
  const code = entriesOf(module, name)
    .map((one) => one.code)
    .join("\n");
  const types = module.statements.flatMap((statement) => {
    const declared =
      statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    return declared?.type === "TSTypeAliasDeclaration" ||
      declared?.type === "TSInterfaceDeclaration"
      ? [declared.id.name]
      : [];
  });
  const mentioned = types.filter(
    (type) => !explained.has(type) && new RegExp(`\\b${type}\\b`).test(code),
  );
  for (const type of mentioned) explained.add(type);
  return mentioned.flatMap((type) => [
    `#### \`${type}\`\n`,
    ...entriesOf(module, type).map(({ code: own, doc }) =>
      doc === "" ? `${fenced(own)}\n` : `${doc}\n\n${fenced(own)}\n`,
    ),
    ...mentionedTypes(module, type, explained),
  ]);
}

/** The word itself with its docstring, then its members where it is an object of words. */
function entriesOf(module: Module, name: string): readonly Entry[] {
  const overloads: Entry[] = [];
  for (const statement of module.statements) {
    const declared =
      statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declared === null) continue;
    const doc = docAbove(module, statement.start);
    switch (declared.type) {
      case "TSTypeAliasDeclaration":
      case "TSInterfaceDeclaration":
        if (declared.id.name === name) return [{ code: unwrapped(slice(module, declared)), doc }];
        break;
      case "TSDeclareFunction":
      case "FunctionDeclaration": {
        if (declared.id?.name !== name) break;
        // The implementation of an overloaded function is nobody's to call.
        if (declared.body !== null && overloads.length > 0) return overloads;
        const end = declared.body?.start ?? declared.end;
        overloads.push({ code: oneLine(module, { start: declared.id.start, end }), doc });
        if (declared.body !== null) return overloads;
        break;
      }
      case "VariableDeclaration": {
        const found = declared.declarations.find(({ id }) => "name" in id && id.name === name);
        if (found !== undefined) return constantOf(module, name, found, doc);
      }
    }
  }
  return overloads;
}

function constantOf(
  module: Module,
  name: string,
  { id, init }: VariableDeclarator,
  doc: string,
): readonly Entry[] {
  if (init?.type === "ObjectExpression") {
    const members = init.properties.flatMap((property) => {
      if (property.type !== "Property" || property.value.type !== "ArrowFunctionExpression")
        return [];
      const { start, body } = property.value;
      const code = `${name}.${oneLine(module, property.key)}${head(module, { start, end: body.start })};`;
      return [{ code, doc: docAbove(module, property.start) }];
    });
    return [{ code: "", doc }, ...members];
  }
  if (init?.type === "ArrowFunctionExpression") {
    const code = `${name}${head(module, { start: init.start, end: init.body.start })}`;
    return [{ code, doc }];
  }
  return [{ code: `const ${oneLine(module, { start: id.start, end: id.end })};`, doc }];
}

/** Joins the two lines of a type that fit on one without `export`. */
const unwrapped = (code: string): string => code.replace(/=\n\s+(?![\s|/])/, "= ");

/** An arrow function without its body. */
const head = (module: Module, span: Span): string =>
  oneLine(module, span).replace(/ ?=> ?\(?$/, "");

const slice = ({ text }: Module, { start, end }: Span): string => text.slice(start, end).trim();

const oneLine = (module: Module, span: Span): string =>
  slice(module, span)
    .replaceAll(/\s+/g, " ")
    .replaceAll(/([([]) | (?=[)\]])/g, "$1")
    .replaceAll(/,(?=[)\]])/g, "")
    .replace(/;$/, "");

/** The docstring that ends right above, without its stars; empty where there is none. */
function docAbove({ comments, text }: Module, start: number): string {
  const above = comments.findLast(({ end }) => end <= start);
  if (above?.type !== "Block" || !above.value.startsWith("*")) return "";
  if (text.slice(above.end, start).trim() !== "") return "";
  return above.value.replaceAll(/^\s*\*? ?/gm, "").trim();
}

function lineCommentAbove({ comments }: Module, from: number, to: number): string | null {
  const above = comments.findLast(
    ({ type, start, end }) => type === "Line" && start >= from && end <= to,
  );
  return above?.value.trim() ?? null;
}
