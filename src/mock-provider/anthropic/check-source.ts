import type { JsonObject } from "../../core/json.ts";
import { isObject } from "../json-object.ts";
import { checkTag, type Look, nameAmong, object, shape, text } from "./check-shape.ts";
import type { Members } from "../shape.ts";

type Sources = Readonly<Record<string, Look>>;

/** As many clients report it, one of them in github.com/anthropics/claude-code issue 8184. */
const imageType = nameAmong("image/jpeg", "image/png", "image/gif", "image/webp");

/** Wordings as in github.com/anthropics/claude-code issue 9007 and felixarntz/ai-services pull request 19. */
function bytes(mediaType: Look, thing: string): Look {
  const looksWell = shape({ type: text, media_type: mediaType, data: text }, {});
  return (source, path, members) => {
    const wrong = looksWell(source, path, members);
    if (wrong !== null) return wrong;
    const data = isObject(source) ? String(source.data) : "";
    if (data === "") return `${path}: ${thing} cannot be empty`;
    return /[^A-Za-z0-9+/=\s]/.test(data) ? `${path}: invalid base64 data` : null;
  };
}

const elsewhere: Sources = {
  file: shape({ type: text, file_id: text }, {}),
  url: shape({ type: text, url: text }, {}),
};

/** An image comes as bytes, as an address or as an uploaded file. */
export const imageSource = sourceAmong({ base64: bytes(imageType, "image"), ...elsewhere });

/** A document may come as text besides, or as content in blocks. */
export function documentSource(content: Look): Look {
  return sourceAmong({
    base64: bytes(nameAmong("application/pdf"), "PDF"),
    content: shape({ type: text, content }, {}),
    ...elsewhere,
    text: shape({ type: text, media_type: nameAmong("text/plain"), data: text }, {}),
  });
}

function sourceAmong(sources: Sources): Look {
  const among = (source: JsonObject, path: string, members: Members | undefined): string | null => {
    const wrong = checkTag(source.type, path, Object.keys(sources));
    if (wrong !== null) return wrong;
    const type = String(source.type);
    return sources[type]?.(source, `${path}.${type}`, members) ?? null;
  };
  return (source, path, members) =>
    isObject(source) ? among(source, path, members) : object(source, path, members);
}
