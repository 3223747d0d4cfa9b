import { print, printJson } from "../output.ts";
import { usageError } from "../usage-error.ts";
import { jsonSchemaOf, publishedSchemas } from "./published-schemas.ts";

/** Prints one schema, or the names of all. */
export async function printSchema(name: string | null): Promise<void> {
  if (name === null) {
    const widest = Math.max(...publishedSchemas.map((schema) => schema.name.length));
    for (const schema of publishedSchemas) {
      print(`${schema.name.padEnd(widest)}  ${schema.describes}\n`);
    }
    return;
  }
  const found = publishedSchemas.find((schema) => schema.name === name);
  if (found === undefined) {
    const names = publishedSchemas.map((schema) => schema.name).join(", ");
    throw usageError(
      `There is no schema ${JSON.stringify(name)}. There are: ${names}. Print one: \`rehearsal schema sim\``,
    );
  }
  printJson(await jsonSchemaOf(found));
}
