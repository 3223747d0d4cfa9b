/**
 * Agents put words of their own around those of a person, in tags: a reminder of their system, the state of an
 * editor, the rules of a repository.
 */

/** Tags in which agents wrap what the person said. */
const persons = /^(?:task|answer|feedback|user[_-](?:\w+))$/;

/** An element that stands on lines of its own. */
const element = /^[ \t]*<([A-Za-z][\w.-]*)(?: [^<>]*)?>([\s\S]*?)<\/\1>[ \t]*$/gm;

/** How Codex introduces the rules of a repository. */
const heading = /^# AGENTS\.md instructions\b.*$/gm;

/** How Codex introduces what one of its agents asks of another, or answers. */
const envelope = /^Message Type: .*\nTask name: .*\nSender: .*\nPayload:\n/;

/** A tag that no person types: a name of several words, or in capitals. */
const isAgents = (tag: string): boolean => /[_-]/.test(tag) || /^[A-Z]{3,}$/.test(tag);

/** What of a text is the person's; nothing where an agent wrote all of it. */
export function personWords(text: string): string {
  const said = text.replace(envelope, "");
  if (!said.includes("<")) return said.replace(heading, "").trim();
  return said
    .replace(element, (whole, tag: string, inner: string) => {
      if (persons.test(tag)) return inner;
      return isAgents(tag) ? "" : whole;
    })
    .replace(heading, "")
    .trim();
}
