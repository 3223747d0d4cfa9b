/**
 * The first place where two values differ, the order of members, maps and sets included; `null` where they agree.
 * Both are walked at once, and what they share is passed over: writing both out as text took longer than the run.
 */
export function stateDifference(folded: unknown, live: unknown, path = "state"): string | null {
  if (folded === live) return null;
  if (!isObject(folded) || !isObject(live) || kindOf(folded) !== kindOf(live))
    return `${path}: folded ${glimpse(folded)}, live ${glimpse(live)}`;
  const [first, second] = [partsOf(folded), partsOf(live)];
  for (let index = 0; index < first.length && index < second.length; index++) {
    const [name, value] = first[index]!;
    const [other, actual] = second[index]!;
    const found =
      stateDifference(name, other, `${path}, part ${index + 1}`) ??
      stateDifference(value, actual, `${path}.${String(name)}`);
    if (found !== null) return found;
  }
  return first.length === second.length
    ? null
    : `${path}: folded has ${first.length} parts, live ${second.length}`;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

const kindOf = (value: object): unknown => Object.getPrototypeOf(value);

/** As JSON has it, a member that is `undefined` is none. */
function partsOf(value: object): readonly (readonly [unknown, unknown])[] {
  if (value instanceof Map) return [...value];
  if (value instanceof Set) return [...value].map((one, index) => [index, one]);
  return Object.entries(value).filter(([, member]) => member !== undefined);
}

const glimpse = (value: unknown): string => (JSON.stringify(value) ?? "nothing").slice(0, 120);
