/**
 * A page's title and what it says, without its markup: three hundred kilobytes of it help nobody. An error in XML is all
 * words of the server's, how long to wait among them.
 */
export function pageWords(page: string): string {
  const isPage = /<(!doctype|html|head|body|title)\b/i.test(page);
  const title = /<title[^>]*>([^<]*)/i.exec(page)?.[1]?.trim() ?? "";
  const body = page
    .slice(0, 50_000)
    .replace(/<(script|style|head)\b[\s\S]*?<\/\1>/gi, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, isPage ? 200 : page.length);
  const said = [title, body === title ? "" : body].filter((text) => text !== "").join(": ");
  const kind = isPage ? "an HTML page" : "an XML text";
  return said === "" ? kind : `${kind}: ${said}`;
}
