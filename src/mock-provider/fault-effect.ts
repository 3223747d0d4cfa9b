import type { ReplyFault } from "./reply.ts";

/** Whether a client does not get its reply because of the fault. */
export function isFailure(fault: ReplyFault): boolean {
  switch (fault.type) {
    case "status":
    case "connection-refused":
    case "reset":
    case "cut":
    case "error-event":
    case "stall":
    case "raw":
      return true;
    case "chunking":
    case "max-tokens":
    case "refusal":
    case "malformed-json":
      return false;
  }
}

/**
 * Whether a client tries again after it, by the rules of the providers' own clients: after 408, 409, 429 and
 * from 500 on, unless `x-should-retry` says otherwise. A connection that broke is tried again.
 */
export function isRetriedByClients(fault: ReplyFault): boolean {
  switch (fault.type) {
    case "status":
      return fault.shouldRetry ?? isRetriedStatus(fault.status);
    case "raw": {
      const { status, headers } = fault.response;
      const told = Object.entries(headers).find(
        ([name]) => name.toLowerCase() === shouldRetry,
      )?.[1];
      if (told === "true" || told === "false") return told === "true";
      return status < 400 || isRetriedStatus(status);
    }
    default:
      return isFailure(fault);
  }
}

const shouldRetry = "x-should-retry";

const isRetriedStatus = (status: number): boolean =>
  status === 408 || status === 409 || status === 429 || status >= 500;

/** A fault in few words: `429, retry-after 2s`, `cut after 5 events`. */
export function faultWords(fault: ReplyFault): string {
  switch (fault.type) {
    case "status": {
      const { status, retryAfterMs, shouldRetry } = fault;
      const after = retryAfterMs === null ? "" : `, retry-after ${retryAfterMs / 1_000}s`;
      return `${status}${after}${shouldRetry === null ? "" : `, x-should-retry ${shouldRetry}`}`;
    }
    case "connection-refused":
      return "connection refused";
    case "reset":
    case "cut":
    case "error-event":
    case "stall": {
      const { type, afterEvents } = fault;
      const name = type === "error-event" ? "error event" : type;
      return `${name} after ${afterEvents} ${afterEvents === 1 ? "event" : "events"}`;
    }
    case "chunking":
      return "odd chunks";
    case "max-tokens":
      return "max tokens";
    case "refusal":
      return "refusal";
    case "malformed-json":
      return "malformed JSON";
    case "raw":
      return `raw ${fault.response.status}`;
  }
}
