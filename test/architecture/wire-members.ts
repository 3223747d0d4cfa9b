import { placeOf, type SourceModule, walk } from "./source-module.ts";

/** Members and kinds that only requests and replies on a wire have. */
const wireMembers: ReadonlySet<string> = new Set([
  "cache_control",
  "call_id",
  "content_block_delta",
  "encrypted_content",
  "finish_reason",
  "function_call",
  "function_call_output",
  "input_json_delta",
  "input_text",
  "mcp_servers",
  "output_text",
  "parallel_tool_calls",
  "partial_json",
  "previous_response_id",
  "redacted_thinking",
  "stop_reason",
  "stop_sequences",
  "tool_call_id",
  "tool_calls",
  "tool_choice",
  "tool_result",
  "tool_use",
  "tool_use_id",
]);

/** Who speaks a wire: its dialect in the mock, and the clients of our conductor. */
const speakers = /^src\/(providers\/|mock-provider\/[^/]+\/)/;

/** Members of a wire that others read or write, as names or as text. A comment may name them. */
export function strayWireMembers(module: SourceModule): readonly string[] {
  if (speakers.test(module.path)) return [];
  const found: string[] = [];
  walk(module.program, (node) => {
    const name =
      node.type === "Identifier" ? node.name : node.type === "Literal" ? node.value : null;
    if (typeof name !== "string" || !wireMembers.has(name)) return;
    found.push(
      `${placeOf(module, node.start)} names a wire's member, \`${name}\`: let the dialect read it (\`RequestReading\`)`,
    );
  });
  return found;
}
