import { posix } from "node:path";

/**
 * Where the files may be that a file of another language than JavaScript's imports: relative to it, or from the root
 * where they begin with a slash. Many of them are not there, and nothing comes of those.
 */
export function foreignImports(path: string, text: string): readonly string[] {
  const found = finders.flatMap(([ending, find]) => (ending.test(path) ? find(text, path) : []));
  return [...new Set(found)];
}

type Find = (text: string, path: string) => readonly string[];

const named = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, name = ""]) => name);

const python: Find = (text) => {
  const modules = named(text, /^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import|import[ \t]+[.\w])/gm);
  const plain = named(text, /^[ \t]*import[ \t]+([.\w]+)/gm);
  const from = [
    ...text.matchAll(/^[ \t]*from[ \t]+(\.+)[ \t]+import[ \t]+\(?([\w, \t]+)/gm),
  ].flatMap(([, dots = ".", names = ""]) => named(names, /(\w+)/g).map((name) => `${dots}${name}`));
  return [...modules, ...plain, ...from].filter((module) => module !== "").flatMap(pythonFiles);
};

function pythonFiles(module: string): readonly string[] {
  const dots = /^\.*/.exec(module)?.[0].length ?? 0;
  const inside = module
    .slice(dots)
    .split(".")
    .filter((name) => name !== "")
    .join("/");
  const folders = dots > 0 ? [`./${"../".repeat(dots - 1)}`] : ["/", "/src/", "/lib/"];
  if (inside === "") return folders.map((folder) => `${folder}__init__.py`);
  return folders.flatMap((folder) => [`${folder}${inside}.py`, `${folder}${inside}/__init__.py`]);
}

const rust: Find = (text, path) => {
  const own = posix.basename(path, ".rs");
  const beside = /^(?:mod|lib|main)$/.test(own) ? "./" : `./${own}/`;
  const modules = named(text, /^[ \t]*(?:pub(?:\([^)]*\))?[ \t]+)?mod[ \t]+(\w+)[ \t]*;/gm);
  const used = named(text, /\bcrate::(\w+(?:::[a-z_]\w*)*)/g).map((name) =>
    name.replaceAll("::", "/"),
  );
  return [
    ...modules.flatMap((name) => [`${beside}${name}.rs`, `${beside}${name}/mod.rs`]),
    ...used.flatMap((name) => [
      `/src/${name}.rs`,
      `/src/${name}/mod.rs`,
      `/src/${posix.dirname(name)}.rs`,
    ]),
  ];
};

const java: Find = (text) =>
  named(text, /^[ \t]*import[ \t]+(?:static[ \t]+)?([\w.]+)[ \t]*;/gm).flatMap((name) => {
    const file = `${name.replaceAll(".", "/")}.java`;
    return [`/src/main/java/${file}`, `/src/test/java/${file}`, `/src/${file}`, `/${file}`];
  });

const c: Find = (text) =>
  named(text, /^[ \t]*#[ \t]*include[ \t]*["<]([^">]+)[">]/gm).flatMap((name) => [
    `./${name}`,
    `/${name}`,
    `/include/${name}`,
    `/src/${name}`,
  ]);

const ruby: Find = (text) => [
  ...named(text, /\brequire_relative[ \t(]+["']([^"']+)["']/g).map(
    (name) => `./${withEnding(name, ".rb")}`,
  ),
  ...named(text, /\brequire[ \t(]+["']([^"']+)["']/g).map(
    (name) => `/lib/${withEnding(name, ".rb")}`,
  ),
];

const php: Find = (text) => [
  ...named(text, /\b(?:require|include)(?:_once)?\b[^;"']*["']\/?([^"']+\.php)["']/g).map(
    (name) => `./${name}`,
  ),
  ...named(text, /^[ \t]*use[ \t]+\\?([\w\\]+)/gm).flatMap((name) => {
    const [, ...inside] = name.split("\\");
    return inside.length === 0
      ? []
      : ["src", "app", "lib"].map((folder) => `/${folder}/${inside.join("/")}.php`);
  }),
];

/** A package is a folder; the file that is named like it says most of it. */
const go: Find = (text) =>
  named(text, /^[ \t]*(?:import[ \t]+)?(?:\w+[ \t]+)?"([\w.-]+\/[\w./-]+)"/gm).flatMap((name) => {
    const parts = name.split("/");
    const last = parts.at(-1) ?? "";
    return parts.slice(1).map((_, index) => `/${parts.slice(index + 1).join("/")}/${last}.go`);
  });

const withEnding = (name: string, ending: string): string =>
  name.endsWith(ending) ? name : `${name}${ending}`;

const finders: readonly (readonly [RegExp, Find])[] = [
  [/\.pyi?$/, python],
  [/\.rs$/, rust],
  [/\.java$/, java],
  [/\.(?:c|h|cc|cpp|cxx|hh|hpp|hxx)$/, c],
  [/\.rb$/, ruby],
  [/\.php$/, php],
  [/\.go$/, go],
];
