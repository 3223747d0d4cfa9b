/**
 * How the API says that it can't keep this conversation, as the beta `message-threads-2026-08-12` has it: the
 * SDK's tool runner then sends the whole of it with each request, as other clients do. The mock keeps none, since
 * what a reply is for stands in the conversation. (`ThreadUnsupportedRequestError` in @anthropic-ai/sdk 1.12.0.)
 */
export const threadUnsupported = {
  type: "error",
  error: {
    type: "invalid_request_error",
    message: "thread: this request cannot be kept as a thread",
    details: { error_code: "thread_unsupported_request", unsupported: ["thread"] },
  },
} as const;
