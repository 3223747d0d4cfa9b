type Anything = (...args: never[]) => unknown;

/**
 * Puts another function in the place of a member, with the old one's properties (`promisify.custom`, `prototype`).
 * Where the host has no such member, or lets nobody change it, nothing happens.
 */
export function replaceMember<Member extends Anything>(
  holder: object | undefined | null,
  name: PropertyKey,
  replacement: (real: Member) => Member,
): void {
  if (holder === undefined || holder === null) return;
  const real: unknown = Reflect.get(holder, name);
  if (typeof real !== "function") return;
  const made = replacement(real as Member);
  for (const key of Reflect.ownKeys(real)) {
    const property = Reflect.getOwnPropertyDescriptor(real, key)!;
    if (!Object.hasOwn(made, key) || key === "name" || key === "length") {
      Reflect.defineProperty(made, key, property);
    }
  }
  const own = Reflect.getOwnPropertyDescriptor(holder, name);
  const isDefined =
    own?.configurable === false
      ? Reflect.set(holder, name, made)
      : Reflect.defineProperty(holder, name, {
          value: made,
          writable: true,
          enumerable: own?.enumerable ?? true,
          configurable: true,
        });
  if (!isDefined) Reflect.set(holder, name, made);
}
