/** What a page holds, as Bun's own parser of HTML sees it. */
export interface Page {
  /** Elements and attributes that could run or load something. */
  readonly acting: readonly string[];
  readonly policies: readonly string[];
  readonly links: readonly string[];
  readonly ids: readonly string[];
  /** Of what is drawn. */
  readonly titles: readonly string[];
}

const actingTags =
  /^(script|img|image|iframe|frame|object|embed|link|base|form|audio|video|source|portal|foreignobject|use|animate|set)$/;

export function readPage(document: string): Page {
  const acting: string[] = [];
  const policies: string[] = [];
  const links: string[] = [];
  const ids: string[] = [];
  const titles: string[] = [];
  new HTMLRewriter()
    .on("*", {
      element(element) {
        if (actingTags.test(element.tagName)) acting.push(`<${element.tagName}>`);
        for (const [name = "", value = ""] of element.attributes) {
          if (/^on|^(src|srcset|action|formaction|style|data|xlink:href|autofocus)$/.test(name))
            acting.push(`${name}="${value}"`);
          if (name === "href") links.push(value);
          if (name === "id") ids.push(value);
          if (name === "content" && element.getAttribute("http-equiv") !== null)
            policies.push(value);
        }
      },
    })
    .on("svg title", {
      element: () => void titles.push(""),
      text(chunk) {
        titles[titles.length - 1] += chunk.text;
      },
    })
    .transform(document);
  return { acting, policies, links, ids, titles };
}
