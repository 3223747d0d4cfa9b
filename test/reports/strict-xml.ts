/** An element as it was read: text with its entities undone. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const nameShape = "[A-Za-z_][\\w.-]*";
const token = new RegExp(
  [
    `<(?<close>/)(?<closed>${nameShape})\\s*>`,
    `<(?<open>${nameShape})(?<attributes>(?:\\s+${nameShape}="[^"<]*")*)\\s*(?<empty>/?)>`,
    `(?<text>[^<]+)`,
  ].join("|"),
  "y",
);

/** Reads the XML that reports are written in, and throws at whatever is not well-formed in it. */
export function readXml(document: string): XmlElement {
  // XML 1.0, production 2.
  const illegal = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(document);
  if (illegal !== null) throw new Error(`an illegal character at ${illegal.index}`);
  const declaration = `<?xml version="1.0" encoding="UTF-8"?>\n`;
  if (!document.startsWith(declaration)) throw new Error("no declaration");
  const root = { name: "", attributes: {}, children: [] as XmlElement[], text: "" };
  const path = [root];
  token.lastIndex = declaration.length;
  while (token.lastIndex < document.length) {
    const at = token.lastIndex;
    const groups = token.exec(document)?.groups;
    const parent = path.at(-1);
    if (groups === undefined || parent === undefined) throw new Error(`no token at ${at}`);
    if (groups["text"] !== undefined) {
      if (groups["text"].includes("]]>")) throw new Error(`"]]>" at ${at}`);
      if (path.length === 1 && groups["text"].trim() !== "") throw new Error("text outside");
      parent.text += undone(groups["text"]);
    } else if (groups["close"] !== undefined) {
      if (parent.name !== groups["closed"]) throw new Error(`${parent.name} is closed wrongly`);
      path.pop();
    } else {
      const element = {
        name: groups["open"] ?? "",
        attributes: attributesOf(groups["attributes"] ?? ""),
        children: [],
        text: "",
      };
      parent.children.push(element);
      if (groups["empty"] === "") path.push(element);
    }
  }
  const [only, ...more] = root.children;
  if (path.length > 1) throw new Error(`${path.at(-1)?.name} is not closed`);
  if (only === undefined || more.length > 0) throw new Error("not one root");
  return only;
}

function attributesOf(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name = "", value = ""] of text.matchAll(/([\w.-]+)="([^"]*)"/g)) {
    if (name in attributes) throw new Error(`${name} stands twice`);
    attributes[name] = undone(value);
  }
  return attributes;
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

function undone(text: string): string {
  return text.replace(/&([a-z]+;)?/g, (_, name: string | undefined) => {
    const character = entities[name?.slice(0, -1) ?? ""];
    if (character === undefined) throw new Error(`a bare or unknown entity: &${name ?? ""}`);
    return character;
  });
}
