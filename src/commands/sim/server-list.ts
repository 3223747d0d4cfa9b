import { habitWords } from "../../mock-provider/servers/habit-words.ts";
import { servers } from "../../mock-provider/servers/played-servers.ts";
import { simulatedWireOf } from "../../sim/world/simulated-wire.ts";

/** Every server that the mock can play: its wire, and each of its ways with who was seen to have it. */
export function serverList(): string {
  const sections = servers.map(({ name, title, wire, habits }) =>
    [
      `${name}  ${title} (--wire ${simulatedWireOf(wire)})`,
      ...habits.map((habit) => `  ${habitWords(habit)} (${habit.source})`),
    ].join("\n"),
  );
  return `${sections.join("\n\n")}\n`;
}
