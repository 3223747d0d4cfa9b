import { z } from "zod";
import { didYouMean } from "./nearest-name.ts";

/** An object that knows its members: an unknown one is named, with the one that was meant. */
export const strict = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys
            .map((key: string) => `unknown member "${key}". ${didYouMean(key, Object.keys(shape))}`)
            .join(" ")
        : undefined,
  });

/** One of these texts; another one is told with the one that was meant. */
export const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values, {
    error: (issue) =>
      `"${String(issue.input)}" is not known. ${didYouMean(String(issue.input), values)}`,
  });
