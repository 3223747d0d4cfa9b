import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { explained, isStoreError } from "../../src/store/store-error.ts";

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return null;
}

const coded = (code: string) => Object.assign(new Error("as the system says"), { code });

describe("a failure at a place", () => {
  test("of a database that may only be read says how to go on", () => {
    const database = Database.deserialize(new Database(":memory:").serialize(), true);
    const error = thrownBy(() =>
      explained("/repository/runs.sqlite", () => database.run("CREATE TABLE t (x)")),
    );
    expect(error).toMatchObject({ name: "StoreError", code: "read-only" });
    expect(String(error)).toContain("/repository/runs.sqlite cannot be written");
  });

  test.each([
    ["EACCES", "read-only"],
    ["EROFS", "read-only"],
    ["ENOSPC", "disk-full"],
    ["ENOTDIR", "not-a-directory"],
    ["SQLITE_BUSY", "busy"],
    ["SQLITE_CORRUPT", "damaged"],
    ["SQLITE_IOERR_WRITE", "input-output"],
  ])("with the system's code %s is %s, and keeps its cause", (code, expected) => {
    const cause = coded(code);
    const error = thrownBy(() =>
      explained("/place", () => {
        throw cause;
      }),
    );
    expect(error).toMatchObject({ name: "StoreError", code: expected, cause });
    expect(String(error)).toContain("/place");
  });

  test("that is a mistake of the program is left as it is", () => {
    const mistake = new TypeError("x is not a function");
    const error = thrownBy(() =>
      explained("/place", () => {
        throw mistake;
      }),
    );
    expect(error).toBe(mistake);
    expect(isStoreError(error)).toBe(false);
  });

  test("is explained once, at the innermost place", () => {
    const error = thrownBy(() =>
      explained("/outer", () =>
        explained("/inner", () => {
          throw coded("SQLITE_FULL");
        }),
      ),
    );
    expect(String(error)).toContain("/inner");
    expect(String(error)).not.toContain("/outer");
  });
});
