/** How models' templates write a call, where no parser takes it out of the text. */
const marks: readonly RegExp[] = [
  /<tool_call>(?=\s*(\{|<function=|\w+\s*<arg_key>))/,
  /^\s*<tool_call>/m,
  /^\s*<\|?tool_calls?(_section)?(_begin|_start)?\|?>/m,
  /^\s*<(function(=|_call>| name=)|tool name=)/m,
  /^\s*<｜tool▁calls?▁begin｜>/m,
  /^\s*\[TOOL_CALLS\]/m,
  /^\s*<\|python_tag\|>/m,
  /^\s*<(antml:|｜DSML｜)?(function_calls|invoke name=)/m,
  /^\s*<\w+[:_](tool_calls?>|function_call[ >])/m,
  /^\s*<(tool_use|tools|toolcall|action)>\s*[[{<]/im,
  /^\s*<(tool_code|execute_tool|use_mcp_tool)>/m,
  /^\s*<\|START_ACTION\|>/m,
  /^\s*<\|(action_start|recipient|tools_prefix)\|>/m,
  /^\s*<start_function_call>/m,
  /^\s*<｜?\|?tool[▁_]calls?[▁_]begin\|?｜?>/m,
  /^\s*<\|FunctionCall(Begin)?\|>/m,
  /^✿FUNCTION✿/m,
  /^\s*functools\[/m,
  // The way of models that were told to reason and act in turns.
  /^Action: *(\w+\s*\nAction Input:|`*json\s*\[)/m,
  /^\[(tool|function) call: ?\w+/im,
  /^>>>\w+\n\s*\{/m,
  /<\|channel\|>(commentary|analysis) to=/,
  // The same where the server took the marks away.
  /^(assistant)?(commentary|analysis)? ?to=functions\.\w+/m,
];

/**
 * The mark of a call in a text; not in code, where one may be quoted. `tools`: the names of those that were offered, one
 * of which may be the tag of a call (Cline's way).
 */
export function callInText(text: string, tools: readonly string[]): string | null {
  if (!signWithin.test(text) && !signAtBeginning.test(text)) return null;
  const bare = text.replace(/^```[\s\S]*?^```/gm, "").replace(/`[^`\n]*`/g, "");
  for (const [mark, tag] of bare.matchAll(taggedCall))
    if (tools.includes(tag!.toLowerCase())) return mark.trim();
  for (const mark of marks) {
    const found = mark.exec(bare);
    if (found !== null) return found[0].trim();
  }
  if (/^```tool_code$/m.test(text)) return "```tool_code";
  if (pythonicCalls.test(text.trim())) return "[name(…)]";
  return isBareCall(text.trim()) ? '{"name": …, "arguments": …}' : null;
}

/**
 * A call has one of these within it, or begins with one. Most texts have none: to compile the expressions above for them was a third of
 * what a run takes for a reply of 200 deltas (bench deltas).
 */
const signWithin = /[<✿]|\[\w|functools\[|>>>|Action:|to=functions\.|```tool_code/;
const signAtBeginning = /^\s*(```\w*\n)?\s*([{[]|\w+\()/;

/** A tag with what a call needs right within it: a tag of its own, an object, or an attribute. */
const taggedCall = /^[ \t]*<(\w+)(?=>\s*(<\w+>|\{)|\s+\w+=["'][^<]*>)/gm;

/** A reply that is nothing but a list of calls as Llama 4's and Olmo's templates write them. */
const pythonicCalls = /^(\[\w+\((\w+=[\s\S]*)?\)\]|\w+\(\w+=[\s\S]*\))$/;

/** A reply that is nothing but the JSON of a call, or of a list of calls. */
function isBareCall(text: string): boolean {
  const bare = text.replace(/^```\w*\n([\s\S]*)\n```$/, "$1");
  if (!/^[{[]/.test(bare) || !/[}\]]$/.test(bare)) return false;
  try {
    return isCall(JSON.parse(bare));
  } catch {
    return false;
  }
}

const callNames = ["name", "tool", "tool_name", "function", "action"];
const inputNames = ["arguments", "parameters", "input", "args", "tool_input", "action_input"];

function isCall(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(isCall);
  if (typeof value !== "object" || value === null) return false;
  const members = value as Readonly<Record<string, unknown>>;
  const [only, ...others] = Object.values(members);
  const inner = members["function"] ?? (others.length === 0 ? only : null);
  if (typeof inner === "object" && inner !== null) return isCall(inner);
  const input = inputNames.map((name) => members[name]).find((one) => one !== undefined);
  const isInput = typeof input === "object" ? input !== null : /^\s*\{/.test(String(input));
  return isInput && callNames.some((name) => typeof members[name] === "string");
}
