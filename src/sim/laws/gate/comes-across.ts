import { posix } from "node:path";
import type { Rule } from "../../../core/gates/rule.ts";
import type { TicketId } from "../../../core/ids.ts";
import { type AskedAbout, reachOf } from "./rule-reach.ts";

/**
 * The folder that a `deny` or `ask` rule keeps from a tool, where a call of that tool may come across it and does not name
 * it: a search that begins above it or within it, in any letter case, and a path that leads out of the worktree.
 */
export function keptFolderIn(
  rules: readonly Rule[],
  { kind, payload }: AskedAbout,
  ticketId: TicketId | null,
): string | null {
  if (kind !== "tool" || !("tool" in payload)) return null;
  const { tool, input } = payload;
  const isSearch = tool === "grep" || tool === "glob";
  const said = isSearch ? (input["path"] ?? ".") : input["file_path"];
  if (typeof said !== "string") return null;
  const place = posix.join(said.toLowerCase() || ".", "/");
  const leadsOut = place.startsWith("/") || place.startsWith("../");
  const mayEnter = (folder: string): boolean =>
    leadsOut ||
    (isSearch && (place === "./" || place.startsWith(folder) || folder.startsWith(place)));
  for (const { path, ...rule } of rules) {
    if (rule.action === "allow" || rule.command !== undefined || path === undefined) continue;
    if (reachOf(rule, { kind, payload }, ticketId) !== "yes") continue;
    const [, folder] = /^([\w-]+(?:\/[\w-]+)*)\/\*\*$/.exec(path) ?? [];
    if (folder !== undefined && mayEnter(`${folder.toLowerCase()}/`)) return folder;
  }
  return null;
}
