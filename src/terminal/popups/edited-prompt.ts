import type { Edited } from "./editor.ts";
import type { Prompted } from "./prompts.ts";

/** How a prompt ended whose text was changed in an editor. `say` writes what the person should know of it. */
export function editedPrompt(edited: Edited, say: (message: string) => void): Prompted<string> {
  switch (edited.type) {
    case "text":
      return { type: "value", value: edited.text };
    case "failed":
      say(edited.message);
      return { type: "failed", text: edited.text };
    case "closed":
      if (edited.keptIn !== null)
        say(`It was decided meanwhile. What you wrote is kept in ${edited.keptIn}`);
      return { type: "closed" };
  }
}
