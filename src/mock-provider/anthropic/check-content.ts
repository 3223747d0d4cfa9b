import { isArray, isObject } from "../json-object.ts";
import { checkControl } from "./check-cache-control.ts";
import {
  anything,
  checkTag,
  dictionary,
  flag,
  listOf,
  type Look,
  object,
  objectOrList,
  openShape,
  shape,
  text,
  textOfCharacters,
} from "./check-shape.ts";
import { documentSource, imageSource } from "./check-source.ts";
import { firstComplaint } from "../shape.ts";

const callId: Look = (value, path) =>
  typeof value === "string" && /^[a-zA-Z0-9_-]+$/.test(value)
    ? null
    : `${path}: String should match pattern '^[a-zA-Z0-9_-]+$'`;

/** So many were allowed where too many were sent: github.com/anthropics/claude-code issue 23681. */
const toolName = textOfCharacters(1, 200);

/** What every block has; how a breakpoint must look is another check. */
const kind = { type: text };
const usual = { cache_control: anything };

const citable = shape({}, { enabled: flag });

const textShape = shape({ ...kind, text }, { ...usual, citations: listOf(object) });

/** Empty text is another check's, unless it is to be cached: github.com/anthropics/claude-code issue 55302. */
export const checkText: Look = (block, path, members) => {
  const wrong = textShape(block, path, members);
  if (wrong !== null || !isObject(block)) return wrong;
  return block.text === "" && isObject(block.cache_control)
    ? `${path}: cache_control cannot be set for empty text blocks`
    : null;
};

const image = shape({ ...kind, source: imageSource }, { ...usual, transformations: object });

const quotable = blocksOf({ text: checkText, image });

const document = shape(
  { ...kind, source: documentSource(textOr(quotable)) },
  { ...usual, citations: citable, context: text, title: text },
);

const searchResult = shape(
  { ...kind, content: blocksOf({ text: checkText }), source: text, title: text },
  { ...usual, citations: citable },
);

/** What a model thought is never the end of a cached prefix. */
const notCached: Look = (_value, path) => `${path}: Extra inputs are not permitted`;

const calls = { ...usual, caller: object, toolset_name: text };

/** What the provider did by itself: of what it found, there is one shape a version. */
const serverResult = openShape({ ...kind, content: objectOrList, tool_use_id: text }, calls);

/** What a tool's result may hold. */
const resultBlocks = {
  text: checkText,
  image,
  document,
  search_result: searchResult,
  tool_reference: shape({ ...kind, tool_name: text }, usual),
  browser_state: openShape({ ...kind, tabs: listOf(object) }, usual),
};

/** Every kind of block that a message may hold; a kind of the SDK's that is missing here fails a test. */
export const inputBlocks = {
  text: checkText,
  image,
  document,
  search_result: searchResult,
  thinking: shape({ ...kind, signature: text, thinking: text }, { cache_control: notCached }),
  redacted_thinking: shape({ ...kind, data: text }, { cache_control: notCached }),
  tool_use: shape({ ...kind, id: callId, input: dictionary, name: toolName }, calls),
  tool_result: shape(
    { ...kind, tool_use_id: callId },
    { ...usual, content: textOr(blocksOf(resultBlocks)), is_error: flag, toolset_name: text },
  ),
  server_tool_use: openShape({ ...kind, id: text, input: dictionary, name: text }, calls),
  web_search_tool_result: serverResult,
  web_fetch_tool_result: serverResult,
  code_execution_tool_result: serverResult,
  bash_code_execution_tool_result: serverResult,
  text_editor_code_execution_tool_result: serverResult,
  tool_search_tool_result: serverResult,
  container_upload: shape({ ...kind, file_id: text }, usual),
} as const satisfies Kinds;

type Kinds = Readonly<Record<string, Look>>;

/** What a system message may hold besides: it adds tools and takes them away. */
const systemMessageBlocks: Kinds = {
  ...inputBlocks,
  tool_addition: openShape(kind, usual),
  tool_removal: openShape(kind, usual),
};

/** What a message says: text, or a list of blocks. */
export const messageContent = textOr(blocksOf(inputBlocks));

/** What the system says between the turns. */
export const systemContent = textOr(blocksOf(systemMessageBlocks));

function textOr(look: Look): Look {
  return (value, path, members) => (typeof value === "string" ? null : look(value, path, members));
}

/** A list of blocks, each of one of these kinds; a complaint about what is in one names its kind. */
function blocksOf(kinds: Kinds): Look {
  const tags = Object.keys(kinds);
  return (blocks, path, members) => {
    if (!isArray(blocks)) return `${path}: Input should be a valid array`;
    return firstComplaint(blocks, (block, index) => {
      const at = `${path}.${index}`;
      if (!isObject(block)) return object(block, at, members);
      const wrong = checkTag(block.type, at, tags);
      if (wrong !== null) return wrong;
      const type = String(block.type);
      const inside = `${at}.${type}`;
      return kinds[type]?.(block, inside, members) ?? checkControl(block, inside);
    });
  };
}
