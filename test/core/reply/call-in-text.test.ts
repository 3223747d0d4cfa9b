import { expect, test } from "bun:test";
import { callInText } from "../../../src/core/reply/call-in-text.ts";

const tools = ["write", "bash", "read"];

test.each([
  ["Hermes, Qwen", '<tool_call>\n{"name":"write","arguments":{}}\n</tool_call>'],
  ["Seed", "<seed:tool_call>\n<function=write>\n</function>\n</seed:tool_call>"],
  ["LongCat", "<longcat_tool_call>write\n<longcat_arg_key>p</longcat_arg_key>"],
  ["Nemotron", '<TOOLCALL>[{"name": "write", "arguments": {}}]</TOOLCALL>'],
  ["Command R", 'I plan.\n<|START_ACTION|>[{"tool_name":"write"}]<|END_ACTION|>'],
  ["InternLM", '<|action_start|><|plugin|>\n{"name":"write","parameters":{}}<|action_end|>'],
  ["Functionary", '>>>write\n{"path":"a"}'],
  ["FunctionGemma", "<start_function_call>call:write{path:<escape>a<escape>}<end_function_call>"],
  ["DeepSeek, with plain bars", "<|tool▁calls▁begin|><|tool▁call▁begin|>function"],
  ["Llama 4", '[write(path="a", content="b")]'],
  ["Gemma", "```tool_code\nwrite(path='a')\n```"],
  ["Phi", 'functools[{"name":"write","arguments":{}}]'],
  ["LFM2", '<|tool_call_start|>[write(path="a")]<|tool_call_end|>'],
  ["Step3", "<｜tool_calls_begin｜><｜tool_call_begin｜>function<｜tool_sep｜>write"],
  ["Doubao", '<|FunctionCallBegin|>[{"name":"write","parameters":{}}]<|FunctionCallEnd|>'],
  ["Qwen of old", '✿FUNCTION✿: write\n✿ARGS✿: {"path":"a"}'],
  ["Grok", '<xai:function_call name="write">'],
  ["gpt-oss, without its marks", 'assistantcommentary to=functions.write json{"path":"a"}'],
  ["ReAct", 'Thought: I write.\nAction: write\nAction Input: {"path":"a"}'],
  ["Command R of old", 'Action: ```json\n[{"tool_name":"write","parameters":{}}]\n```'],
  ["a template of tools by name", '<tool name="write">{"path":"a"}</tool>'],
  ["Llama 4, without brackets", 'write(path="a", content="b")'],
  ["a small model", '{"tool":"write","args":{"path":"a"}}'],
  ["another", '{"function":"write","arguments":{"path":"a"}}'],
  ["one that read how others call", '[Tool call: write({"path":"a"})]'],
  ["Llama 3", '{"name":"write","parameters":{"path":"a"}}'],
  ["Cline", "I write it.\n<write>\n<file_path>a</file_path>\n<content>b</content>\n</write>"],
  ["Cline, in one line", "<write><file_path>a</file_path><content>b</content></write>"],
  ["one that has its tools for tags", '<Bash>{"command": "ls"}</Bash>'],
  ["one that has attributes", '<read file_path="a" />'],
])("a call as %s writes it is seen", (_, text) => {
  expect(callInText(text, tools)).not.toBeNull();
});

test.each([
  "I wrote the file.",
  "It parses `<tool_call>` now.",
  "```\n<seed:tool_call>\n```\nis what the template writes.",
  "Action: none was needed.",
  "I mapped commentary to=functions of the page.",
  "It calls write(path) now.",
  '{"action":"none","files":["a"]}',
  "[x] done, [ ] open",
  "[a link](https://example.com)",
  '{"version": 1}',
  "The <tools> section of the page lists them.",
  // A tool that was not offered.
  "<write_to_file>\n<path>a</path>\n</write_to_file>",
  "It shows this:\n<ul>\n<li>a</li>\n</ul>",
  "I mapped `<write>` to this:\n```\n<write><file_path>a</file_path></write>\n```",
  "<read> is the tag that it begins with.",
])("words that quote or resemble one are none: %s", (text) => {
  expect(callInText(text, tools)).toBeNull();
});
