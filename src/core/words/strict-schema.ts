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

/**
 * Holds a schema to a type that is written by hand beside it: the compiler refuses a member that only one of them
 * has, or has in another way. Only `readonly` is no difference, which a schema cannot say.
 */
export const exactly =
  <Type>() =>
  <Schema extends z.ZodType>(
    schema: IsSame<Writable<Type>, Writable<z.output<Schema>>> extends true
      ? Schema
      : { readonly differsFrom: Type },
  ): Schema =>
    schema as Schema;

/** Whether two types are the same, and not only assignable to each other: an optional member counts. */
type IsSame<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

type Writable<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends (...args: never[]) => unknown
    ? T
    : T extends readonly (infer Item)[]
      ? Writable<Item>[]
      : { -readonly [Key in keyof T]: Writable<T[Key]> };
