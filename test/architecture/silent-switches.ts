import type { Node } from "oxc-parser";
import { placeOf, type SourceModule, walk } from "./source-module.ts";

/**
 * Switches over a union that return nothing in some case and have no `default`. The compiler says nothing there when
 * a member is added: `assertNever` makes it speak, and a `default` of any other kind says that the rest is left alone.
 */
export function silentSwitches(module: SourceModule): readonly string[] {
  const silent: string[] = [];
  walk(module.program, (node) => {
    if (node.type !== "SwitchStatement" || !isUnion(node.discriminant)) return;
    if (node.cases.some(({ test }) => test === null)) return;
    if (node.cases.every(({ consequent }) => consequent.length === 0 || leaves(consequent.at(-1))))
      return;
    silent.push(`${placeOf(module, node.start)} is silent about a new member: end in assertNever`);
  });
  return silent;
}

const discriminants: ReadonlySet<string> = new Set(["type", "kind", "tier"]);

function isUnion(node: Node): boolean {
  if (node.type === "ChainExpression") return isUnion(node.expression);
  if (node.type === "Identifier") return discriminants.has(node.name);
  return (
    node.type === "MemberExpression" &&
    node.property.type === "Identifier" &&
    discriminants.has(node.property.name)
  );
}

/** Whether a case ends with a value, so that the compiler misses one for a new member. */
function leaves(last: Node | undefined): boolean {
  if (last === undefined) return false;
  if (last.type === "BlockStatement") return leaves(last.body.at(-1));
  if (last.type === "IfStatement")
    return last.alternate !== null && leaves(last.consequent) && leaves(last.alternate);
  return (
    last.type === "ThrowStatement" || (last.type === "ReturnStatement" && last.argument !== null)
  );
}
