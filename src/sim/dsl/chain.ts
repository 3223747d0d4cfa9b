/** What a chainable builder holds: its methods stay outside the data that a scenario is made of. */
export interface Chain<Data> {
  readonly data: Data;
}

/** The data of a builder. Plain data is returned as it is, so that both may stand in one list. */
function unchain<Data extends object>(value: Data | Chain<Data>): Data {
  return value !== null && typeof value === "object" && "data" in value ? value.data : value;
}

/** Each item's data. What is no list, which types forbid, is left for the loader to refuse. */
export function unchainAll<Data extends object>(
  values: readonly (Data | Chain<Data>)[],
): readonly Data[] {
  if (!Array.isArray(values)) return values as readonly Data[];
  return values.map((value: Data | Chain<Data>) => unchain(value));
}
