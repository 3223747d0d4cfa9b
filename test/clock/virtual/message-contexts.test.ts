import { AsyncLocalStorage } from "node:async_hooks";
import { expect, test } from "bun:test";
import { type Inside, insideOf, runInside } from "../../../src/clock/virtual/inside.ts";
import { replaceTime } from "../../../src/clock/virtual/replace-time.ts";

replaceTime(() => {});

const inside = { fetch } as Inside;
const own = new AsyncLocalStorage<string>();

/** What a message meets: whether it is inside of the simulation, and another context of whoever listens. */
const heard = (
  listen: (note: () => void) => void,
): Promise<readonly [boolean, string | undefined]> =>
  new Promise((resolve) =>
    runInside(inside, () =>
      own.run("mine", () => listen(() => resolve([insideOf() === inside, own.getStore()]))),
    ),
  );

test("a message is heard where its listener was set, by whatever way", async () => {
  const byProperty = heard((note) => {
    const { port1, port2 } = new MessageChannel();
    Object.assign(port1, { onmessage: () => (note(), port1.close()) });
    port2.postMessage("hello");
  });
  const byListener = heard((note) => {
    const { port1, port2 } = new MessageChannel();
    const never = () => {
      throw new Error("it was taken back");
    };
    port1.addEventListener("message", never);
    port1.removeEventListener("message", never);
    port1.addEventListener("message", () => (note(), port1.close()));
    port1.start();
    port2.postMessage("hello");
  });
  const byChannel = heard((note) => {
    const [one, other] = [new BroadcastChannel("a test"), new BroadcastChannel("a test")];
    Object.assign(other, { onmessage: () => (note(), one.close(), other.close()) });
    one.postMessage("hello");
  });
  for (const one of [byProperty, byListener, byChannel]) expect(await one).toEqual([true, "mine"]);
});

test("one handler of many ports hears each where it was set", async () => {
  let onMessage = () => {};
  const shared = () => onMessage();
  for (const name of ["first", "second"]) {
    const seen = await new Promise((resolve) =>
      own.run(name, () =>
        runInside({ fetch } as Inside, () => {
          const { port1, port2 } = new MessageChannel();
          onMessage = () => {
            port1.close();
            resolve(own.getStore());
          };
          port1.addEventListener("message", shared);
          port1.start();
          port2.postMessage("hello");
        }),
      ),
    );
    expect(seen).toBe(name);
  }
});
