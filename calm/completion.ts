/**
 * Reads the body of a chat completion from any OpenAI-compatible server, and the complaint in the body of an error.
 *
 * The shape is checked here, once, at the edge: HTML, prose, nothing and JSON of another shape are all "not a chat
 * completion". Tolerated because real servers do it: no usage, content as a list of parts or null, thinking under
 * either name, foreign finish reasons (read as "stop"), an error object in a body of status 200.
 */
import { z } from "zod";
import { readTokens } from "./answer-tokens.js";
import type { ChatAnswer, Finish } from "./chat.js";

const part = z.object({ text: z.string().optional() });
const optionalText = z.string().nullish().catch(undefined);

const completion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: optionalText,
        logprobs: z.object({ content: z.unknown() }).nullish().catch(undefined),
        message: z.object({
          content: z.union([z.string(), z.array(part)]).nullish(),
          refusal: optionalText,
          reasoning_content: optionalText,
          reasoning: optionalText,
        }),
      }),
    )
    .min(1),
  usage: z
    .object({ prompt_tokens: z.int().nonnegative(), completion_tokens: z.int().nonnegative() })
    .nullish()
    .catch(undefined),
});

const code = z.union([z.string(), z.number()]).nullish().catch(undefined);
const errorObject = z.object({ message: optionalText, param: optionalText, code, type: optionalText });
const errorBody = z.object({
  error: z.union([z.string(), errorObject]).nullish().catch(undefined),
  message: optionalText,
  detail: z.unknown().optional(),
});

/** What a server says is wrong. All texts are foreign. */
export interface Complaint {
  readonly message: string;
  readonly param?: string;
  readonly code?: string;
  readonly form: "json" | "page" | "prose" | "nothing";
}

export type CompletionBody =
  | { readonly kind: "answer"; readonly answer: ChatAnswer }
  /** `status` when the error object in a 200 body names one. */
  | { readonly kind: "other"; readonly complaint: Complaint; readonly status?: number };

export function readCompletion(body: string): CompletionBody {
  const read = completion.safeParse(parsed(body));
  const choice = read.data?.choices[0];
  if (read.data === undefined || choice === undefined) {
    const complaint = readComplaint(body);
    const status = Number(complaint.code);
    return status >= 400 && status <= 599 ? { kind: "other", complaint, status } : { kind: "other", complaint };
  }
  const { message, finish_reason, logprobs } = choice;
  const content = contentText(message.content);
  const refusal = message.refusal ?? "";
  const reasoning = message.reasoning_content || message.reasoning || undefined;
  const usage = read.data.usage;
  const tokens = readTokens(logprobs?.content);
  const answer: ChatAnswer = {
    ok: true,
    text: content === "" ? refusal : content,
    finish: refusal === "" ? finishOf(finish_reason) : "refusal",
    tokensIn: usage?.prompt_tokens ?? 0,
    tokensOut: usage?.completion_tokens ?? 0,
    usage: usage ? "reported" : "missing",
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(tokens === undefined ? {} : { tokens }),
  };
  return { kind: "answer", answer };
}

function contentText(content: string | readonly { text?: string | undefined }[] | null | undefined): string {
  if (content === null || content === undefined) return "";
  return typeof content === "string" ? content : content.map((piece) => piece.text ?? "").join("");
}

function finishOf(reason: string | null | undefined): Finish {
  switch (reason) {
    case "length":
    case "max_tokens":
      return "length";
    case "content_filter":
    case "refusal":
      return reason;
    default:
      return "stop";
  }
}

export function readComplaint(body: string): Complaint {
  const text = body.trim();
  if (text === "") return { message: "an empty body", form: "nothing" };
  const read = errorBody.safeParse(parsed(text));
  if (!read.success) {
    const form = /^<(!doctype|html|\?xml|head|body)/i.test(text) ? "page" : "prose";
    return { message: form === "page" ? "a web page" : text.slice(0, 300), form };
  }
  const { error, message, detail } = read.data;
  if (typeof error === "string") return { message: error, form: "json" };
  const fallback = typeof detail === "string" ? detail : text.slice(0, 1000);
  return {
    message: error?.message ?? message ?? fallback,
    form: "json",
    ...(error?.param ? { param: error.param } : {}),
    ...(error?.code === null || error?.code === undefined ? {} : { code: String(error.code) }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
