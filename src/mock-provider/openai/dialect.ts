import type { Dialect, Read } from "../dialect.ts";
import { isObject, parseJson } from "../json-object.ts";
import { type ApiDialect, isApiQuestion } from "./api-dialect.ts";
import { complaint, type ApiComplaint, errorOf, refusalOf } from "./error.ts";
import { wireHeaders } from "./headers.ts";
import { isModelsRequest, modelsAnswer } from "./models.ts";
import { accountFor } from "./prompt.ts";

const noJson =
  "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON. If you have trouble figuring out how to fix this, please contact us through our help center at help.openai.com.)";

/** What all that this API answers has in common. */
export const openaiManner = {
  refusal: (status: number, message: string) => refusalOf(status, complaint(message, null, null)),
  headers: wireHeaders,
};

export function openaiDialect(api: ApiDialect): Dialect {
  return {
    ...openaiManner,
    wire: api.wire,
    prefixes: api.prefixes,
    serves: ({ method, url }) => method === "POST" && new URL(url).pathname.endsWith(api.path),
    async read(request) {
      const apiKey = keyOf(request);
      if (apiKey === null) return refusedBy(401, complaint(api.missingKey, null, null));
      const body = parseJson(await request.text());
      if (!isObject(body)) return refusedBy(400, complaint(noJson, null, null));
      const question = api.read(body);
      if (!isApiQuestion(question)) return refusedBy(400, question);
      const { model, prompt } = question;
      return {
        type: "question",
        body,
        question: {
          ...question,
          account: (cache) => ({ input: accountFor(cache, model, prompt), hourWriteTokens: 0 }),
          errorOf: (fault) => errorOf(fault, { model, apiKey }),
        },
      };
    },
  };
}

/** `GET …/models`, which clients of either ask for. */
export function modelsDialect({ wire, prefixes, missingKey }: ApiDialect): Dialect {
  return {
    ...openaiManner,
    wire,
    prefixes,
    serves: isModelsRequest,
    read: async (request, { models }) =>
      keyOf(request) === null
        ? refusedBy(401, complaint(missingKey, null, null))
        : {
            type: "answered",
            body: {},
            value: modelsAnswer(new URL(request.url).pathname, models.names),
            status: 200,
          },
  };
}

export const refusedBy = (status: number, amiss: ApiComplaint): Read => ({
  type: "refused",
  error: refusalOf(status, amiss),
});

/** `null` where there is none. */
function keyOf({ headers }: Request): string | null {
  const [, key] = /^Bearer (\S+)/.exec(headers.get("authorization") ?? "") ?? [];
  // The second is how Azure's clients send it.
  return key ?? headers.get("api-key");
}
