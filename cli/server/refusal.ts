/**
 * What a request is refused with: a status of HTTP and one sentence for a person, which becomes `{"error": …}`.
 */

/** 400 malformed, 401 token, 403 host, 404 nothing there, 405 method, 409 state, 413 size, 415 form, 429 full, 503 judge. */
export type RefusalStatus = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 417 | 429 | 503;

export class Refusal extends Error {
  override readonly name = "Refusal";

  /** `sentence` is harmless text already: foreign parts went through `visible`. */
  constructor(
    readonly status: RefusalStatus,
    sentence: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(sentence);
  }
}
