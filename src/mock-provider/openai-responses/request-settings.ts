import {
  type ParamCheck,
  enumerated,
  mayBeAmong,
  mayBeAtLeast,
  mayBeCount,
  mayBeFlag,
  mayBeList,
  mayBeMetadata,
  mayBeObject,
  mayBeString,
  missing,
  needName,
  needObject,
  needString,
} from "../openai/check.ts";
import {
  anyObject,
  choices,
  efforts,
  keeping,
  mayBeChoice,
  sampling,
  serviceTier,
} from "../openai/api-settings.ts";

// Settings that a mock needs not understand.

const included = [
  "file_search_call.results",
  "web_search_call.results",
  "web_search_call.action.sources",
  "message.input_image.image_url",
  "computer_call_output.output.image_url",
  "code_interpreter_call.outputs",
  "reasoning.encrypted_content",
  "message.output_text.logprobs",
] as const;

/** A long list's names are told by their ends. */
const shortened = included.map((name) => `${name.slice(0, 3)}...${name.slice(-3)}`);

/** What stands before the tools. */
export const beforeTools: Readonly<Record<string, ParamCheck>> = {
  conversation: (value, param) =>
    typeof value === "string" ? null : mayBeObject({ id: needString })(value, param),
  moderation: anyObject,
  prompt: mayBeObject({ id: needString }),
  include: mayBeList(mayBeAmong(included), `an array of one of ${enumerated(shortened, "or")}`),
};

/** A name, or an object that says which tool: its own shape, not that of Chat Completions. */
const mayBeToolChoice = mayBeChoice(
  `one of an object or ${enumerated(choices, "or")}`,
  (choice, param) => {
    const wrong = needString(choice.type, `${param}.type`);
    if (wrong !== null) return wrong;
    switch (choice.type) {
      case "function":
      case "custom":
        return needName(choice.name, `${param}.name`);
      case "mcp":
        return needString(choice.server_label, `${param}.server_label`);
      case "allowed_tools":
        return choice.tools === undefined
          ? missing(`${param}.tools`)
          : mayBeList(needObject, "an array of objects")(choice.tools, `${param}.tools`);
      default:
        return null;
    }
  },
);

/** What stands between the tools and the form of the answer. */
export const beforeText: Readonly<Record<string, ParamCheck>> = {
  tool_choice: mayBeToolChoice,
  metadata: mayBeMetadata,
};

/** What stands between the form of the answer and the stream. */
export const beforeStream: Readonly<Record<string, ParamCheck>> = {
  ...sampling,
  parallel_tool_calls: mayBeFlag,
};

/** What stands after the room for the answer. */
export const others: Readonly<Record<string, ParamCheck>> = {
  max_tool_calls: mayBeCount,
  reasoning: mayBeObject({
    effort: mayBeAmong(efforts, `one of one of ${enumerated(efforts, "or")} or integer`),
    summary: mayBeAmong(["concise", "detailed", "auto"]),
    generate_summary: mayBeString,
    context: mayBeString,
    mode: mayBeString,
  }),
  user: mayBeString,
  ...keeping,
  truncation: mayBeAmong(["auto", "disabled"]),
  instructions: mayBeString,
  store: mayBeFlag,
  service_tier: serviceTier("scale", "ultrafast"),
  top_logprobs: mayBeAtLeast(0),
  context_management: mayBeList(needObject, "an array of objects"),
};

/** Of the API's own tools, which need no script, what any of them calls by one of these names. */
export const providerTool: Readonly<Record<string, ParamCheck>> = {
  name: mayBeString,
  description: mayBeString,
  server_label: mayBeString,
  server_url: mayBeString,
  headers: anyObject,
  tools: mayBeList(needObject, "an array of tools"),
  vector_store_ids: mayBeList(needString, "an array of strings"),
  filters: anyObject,
  user_location: anyObject,
  search_context_size: mayBeAmong(["low", "medium", "high"]),
};
