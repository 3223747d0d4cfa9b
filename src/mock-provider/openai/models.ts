/** The mock serves every model by whatever name it is asked for; this one is listed where no other is. */
const placeholder = "rehearsal-mock";

/** `GET …/models` and `GET …/models/NAME`; with `anthropic-version` it is another API's. */
export function isModelsRequest({ method, url, headers }: Request): boolean {
  if (method !== "GET" || headers.has("anthropic-version")) return false;
  return /\/models(\/[^/]+)?$/.test(new URL(url).pathname);
}

export function modelsAnswer(path: string, names: readonly string[]): object {
  const [, name] = /\/models\/([^/]+)$/.exec(path) ?? [];
  if (name !== undefined) return model(decoded(name));
  const listed = names.length === 0 ? [placeholder] : names;
  return { object: "list", data: listed.map(model) };
}

function model(id: string): object {
  return { id, object: "model", created: 0, owned_by: "rehearsal" };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
