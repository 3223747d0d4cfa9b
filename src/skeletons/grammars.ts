/** Which nodes of a language's syntax tree say what a file declares. Names are the grammar's own. */
export interface Grammar {
  /** Where the grammar is. */
  readonly file: () => Promise<{ readonly default: string }>;
  /** Shown without their bodies. */
  readonly functions: readonly string[];
  /** Shown with what they hold, each as it would be by itself. */
  readonly containers: readonly string[];
  /** Shown as they are. */
  readonly wholes: readonly string[];
  /** Looked into, with what stands in them before the declaration. */
  readonly wrappers: readonly string[];
  /** How a body ends, where it does not by its indentation. */
  readonly close: "}" | "end" | null;
}

const words = (text: string): readonly string[] => text.split(" ");

const python: Grammar = {
  file: () =>
    import("@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm", { with: { type: "file" } }),
  functions: ["function_definition"],
  containers: ["class_definition"],
  wholes: ["expression_statement", "type_alias_statement"],
  wrappers: ["decorated_definition"],
  close: null,
};

const go: Grammar = {
  file: () =>
    import("@vscode/tree-sitter-wasm/wasm/tree-sitter-go.wasm", { with: { type: "file" } }),
  functions: words("function_declaration method_declaration"),
  containers: [],
  wholes: words("package_clause type_declaration const_declaration var_declaration"),
  wrappers: [],
  close: "}",
};

const rust: Grammar = {
  file: () =>
    import("@vscode/tree-sitter-wasm/wasm/tree-sitter-rust.wasm", { with: { type: "file" } }),
  functions: ["function_item"],
  containers: words("impl_item trait_item mod_item"),
  wholes: words(
    "struct_item enum_item union_item type_item const_item static_item function_signature_item associated_type",
  ),
  wrappers: [],
  close: "}",
};

const java: Grammar = {
  file: () =>
    import("@vscode/tree-sitter-wasm/wasm/tree-sitter-java.wasm", { with: { type: "file" } }),
  functions: words("method_declaration constructor_declaration compact_constructor_declaration"),
  containers: words(
    "class_declaration interface_declaration enum_declaration record_declaration annotation_type_declaration",
  ),
  wholes: words("package_declaration field_declaration constant_declaration enum_constant"),
  wrappers: ["enum_body_declarations"],
  close: "}",
};

const cpp: Grammar = {
  file: () =>
    import("@vscode/tree-sitter-wasm/wasm/tree-sitter-cpp.wasm", { with: { type: "file" } }),
  functions: ["function_definition"],
  containers: words("namespace_definition class_specifier struct_specifier"),
  wholes: words(
    "declaration field_declaration type_definition alias_declaration enum_specifier union_specifier access_specifier preproc_def",
  ),
  wrappers: words(
    "template_declaration linkage_specification declaration_list preproc_ifdef preproc_if preproc_else",
  ),
  close: "}",
};

const csharp: Grammar = {
  file: () =>
    import("@vscode/tree-sitter-wasm/wasm/tree-sitter-c-sharp.wasm", { with: { type: "file" } }),
  functions: words(
    "method_declaration constructor_declaration operator_declaration local_function_statement indexer_declaration",
  ),
  containers: words(
    "namespace_declaration class_declaration interface_declaration struct_declaration record_declaration",
  ),
  wholes: words(
    "field_declaration property_declaration event_field_declaration delegate_declaration enum_declaration",
  ),
  wrappers: words("file_scoped_namespace_declaration"),
  close: "}",
};

const ruby: Grammar = {
  file: () =>
    import("@vscode/tree-sitter-wasm/wasm/tree-sitter-ruby.wasm", { with: { type: "file" } }),
  functions: words("method singleton_method"),
  containers: words("class module singleton_class"),
  wholes: ["assignment"],
  wrappers: [],
  close: "end",
};

const php: Grammar = {
  file: () =>
    import("@vscode/tree-sitter-wasm/wasm/tree-sitter-php.wasm", { with: { type: "file" } }),
  functions: words("function_definition method_declaration"),
  containers: words("class_declaration interface_declaration trait_declaration enum_declaration"),
  wholes: words("const_declaration property_declaration enum_case"),
  wrappers: words("namespace_definition compound_statement"),
  close: "}",
};

/** By the ending of a file's name. C++ reads C, too. */
const byEnding: readonly (readonly [RegExp, Grammar])[] = [
  [/\.pyi?$/, python],
  [/\.go$/, go],
  [/\.rs$/, rust],
  [/\.java$/, java],
  [/\.(?:c|h|cc|cpp|cxx|hh|hpp|hxx)$/, cpp],
  [/\.cs$/, csharp],
  [/\.rb$/, ruby],
  [/\.php$/, php],
];

export const grammarOf = (path: string): Grammar | null =>
  byEnding.find(([ending]) => ending.test(path))?.[1] ?? null;
