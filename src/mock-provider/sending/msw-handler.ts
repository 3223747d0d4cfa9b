import { http, type RequestHandler } from "msw";
import type { WireServer } from "../wire-server.ts";

/** A server of wires as a handler of MSW's. */
export const handlerOf = (wire: WireServer): RequestHandler =>
  http.all(
    ({ request }) => wire.serves(request),
    ({ request }) => wire.answer(request),
  );
