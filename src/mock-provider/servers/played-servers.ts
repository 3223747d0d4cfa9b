import { chatServers } from "./chat-servers.ts";
import { localServers } from "./local-servers.ts";
import { messageServers } from "./message-servers.ts";
import { responseServers } from "./response-servers.ts";
import type { ServerProfile } from "./server-profile.ts";

/** Every server that the mock can play, by wire. */
export const servers: readonly ServerProfile[] = [
  ...chatServers,
  ...localServers,
  ...messageServers,
  ...responseServers,
];

export const serverNames: readonly string[] = servers.map(({ name }) => name);

/** `null`: there is none of this name. */
export const serverNamed = (name: string): ServerProfile | null =>
  servers.find((server) => server.name === name) ?? null;
