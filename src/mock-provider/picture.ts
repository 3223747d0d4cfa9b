import { hashOfText } from "./text-hash.ts";

/** A shorter run of letters may be text, and weighs little. */
const bytesInText = /[A-Za-z0-9+/=_-]{4096,}/g;

/**
 * Replaces Base64 data by a text with about as many tokens as a picture has, because a model does not read a
 * picture, a document or a sound as letters.
 */
export function withPictures(text: string): string {
  return text.replace(bytesInText, picture);
}

/** About 1,600 tokens, Anthropic's usual size for a picture; different for different bytes. */
const picture = (bytes: string): string => hashOfText(bytes).padEnd(6_400, ".");
