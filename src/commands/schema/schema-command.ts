import type { Command } from "commander";

const examples = `
Examples:
  $ rehearsal schema                       their names
  $ rehearsal schema sim > sim.schema.json
  $ rehearsal sim --json | npx ajv-cli validate -s sim.schema.json -d /dev/stdin

Members may be added to what a command prints; where one changes its meaning or goes, the version grows.`;

export function defineSchema(command: Command): void {
  command
    .argument("[name]", "which; without it their names are listed")
    .addHelpText("after", examples)
    .action(async (name: string | undefined) => {
      const { printSchema } = await import("./print-schema.ts");
      await printSchema(name ?? null);
    });
}
