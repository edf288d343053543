/**
 * One error class for everything a user can get wrong. The message is a single sentence that says what is wrong,
 * where, and what is accepted; the command line prints exactly that sentence and exits with status 2.
 */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** A thread that works for the caller failed, or is gone: nothing that a user got wrong. */
export class ThreadError extends Error {
  override readonly name = "ThreadError";
}
