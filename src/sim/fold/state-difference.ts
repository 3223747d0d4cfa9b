/**
 * The first place where two values differ, the order of members, maps and sets included; `null` where they agree.
 * Both are walked at once, what they share is passed over, and only a difference makes any text: writing out both
 * took longer than the run.
 */
export function stateDifference(folded: unknown, live: unknown): string | null {
  if (isSame(folded, live)) return null;
  const found = differenceFrom(folded, live);
  return found === null ? null : `state${found}`;
}

/**
 * Whether two values are alike for certain, in the same order. It makes no lists of names, as the search for a difference
 * does, which would take three times as long where there is none.
 */
function isSame(folded: unknown, live: unknown): boolean {
  if (folded === live) return true;
  if (!isObject(folded) || !isObject(live) || kindOf(folded) !== kindOf(live)) return false;
  if (folded instanceof Map) return isSameMap(folded, live as ReadonlyMap<unknown, unknown>);
  if (folded instanceof Set) return isSameSet(folded, live as ReadonlySet<unknown>);
  const names = Object.keys(folded);
  const others = Object.keys(live);
  if (names.length !== others.length) return false;
  for (let index = 0; index < names.length; index++) {
    const name = names[index]!;
    if (name !== others[index]) return false;
    if (!isSame((folded as Members)[name], (live as Members)[name])) return false;
  }
  return true;
}

function isSameMap(
  folded: ReadonlyMap<unknown, unknown>,
  live: ReadonlyMap<unknown, unknown>,
): boolean {
  if (folded.size !== live.size) return false;
  const others = live.entries();
  for (const [name, part] of folded) {
    const [other, otherPart] = others.next().value!;
    if (!isSame(name, other) || !isSame(part, otherPart)) return false;
  }
  return true;
}

function isSameSet(folded: ReadonlySet<unknown>, live: ReadonlySet<unknown>): boolean {
  if (folded.size !== live.size) return false;
  const others = live.values();
  for (const part of folded) if (!isSame(part, others.next().value)) return false;
  return true;
}

/** The path from here to the first difference, and the difference; `null` where there is none. */
function differenceFrom(folded: unknown, live: unknown): string | null {
  if (folded === live) return null;
  if (!isObject(folded) || !isObject(live) || kindOf(folded) !== kindOf(live))
    return `: folded ${glimpse(folded)}, live ${glimpse(live)}`;
  const [names, others] = [namesOf(folded), namesOf(live)];
  for (let index = 0; index < names.length && index < others.length; index++) {
    const [name, other] = [names[index], others[index]];
    const ofName = differenceFrom(name, other);
    if (ofName !== null) return `, part ${index + 1}${ofName}`;
    const ofPart = differenceFrom(partOf(folded, name), partOf(live, other));
    if (ofPart !== null) return `.${String(name)}${ofPart}`;
  }
  return names.length === others.length
    ? null
    : `: folded has ${names.length} parts, live ${others.length}`;
}

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

const kindOf = (value: object): unknown => Object.getPrototypeOf(value);

/** The keys of a map or set, or the names of an object's members; `undefined` members don't count, as in JSON. */
function namesOf(value: object): readonly unknown[] {
  if (value instanceof Map || value instanceof Set) return [...value.keys()];
  const names = Object.keys(value);
  const isThere = (name: string) => (value as Members)[name] !== undefined;
  return names.every(isThere) ? names : names.filter(isThere);
}

/** A set's parts are their own names. */
function partOf(value: object, name: unknown): unknown {
  if (value instanceof Map) return value.get(name);
  return value instanceof Set ? name : (value as Members)[name as string];
}

const glimpse = (value: unknown): string => (JSON.stringify(value) ?? "nothing").slice(0, 120);
