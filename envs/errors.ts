/**
 * One error class for everything a user can get wrong. The message is a single sentence that says what is wrong,
 * where, and what is accepted; the command line prints exactly that sentence and exits with status 2.
 */
export class InputError extends Error {
  override readonly name = "InputError";
}
