import type { JsonObject } from "../../core/json.ts";
import type { ScriptedBlock } from "../script.ts";

/** A block as this API has them. */
export type OwnBlock = Exclude<ScriptedBlock, { type: "provider-item" | "web-search" }>;

/** A search is two blocks here: that it is asked for, and what was found. Another API's items have no place. */
export const ownBlocks = (blocks: readonly ScriptedBlock[]): readonly OwnBlock[] =>
  blocks.flatMap((block): readonly OwnBlock[] => {
    switch (block.type) {
      case "provider-item":
        return [];
      case "web-search":
        return searchBlocks(block).map((own) => ({ type: "provider-block", block: own }));
      default:
        return [block];
    }
  });

function searchBlocks({
  callId,
  query,
  pages,
}: Extract<ScriptedBlock, { type: "web-search" }>): readonly JsonObject[] {
  const id = callId.replace(/^toolu_/, "srvtoolu_");
  const found = pages.map(({ url, title }, index) => ({
    type: "web_search_result",
    url,
    title,
    encrypted_content: opaque(`${url} ${index}`),
    page_age: null,
  }));
  return [
    { type: "server_tool_use", id, name: "web_search", input: { query }, caller },
    { type: "web_search_tool_result", tool_use_id: id, content: found, caller },
  ];
}

const caller = { type: "direct" };

/** What a text cites, as this API tells it. */
export const citationsOf = ({
  cites = [],
}: Extract<ScriptedBlock, { type: "text" }>): readonly JsonObject[] =>
  cites.map(({ url, title, text }, index) => ({
    type: "web_search_result_location",
    url,
    title,
    cited_text: text ?? title,
    encrypted_index: opaque(`${url} ${index}`),
  }));

/** Stands for what only the API can read. */
const opaque = (text: string): string => Buffer.from(text).toString("base64");
