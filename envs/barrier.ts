/**
 * Two threads take turns by numbers in shared memory: one asks for work and goes on, the other answers. Whoever has to
 * wait looks a little while, for most answers come soon, and then sleeps until it is woken. No promises: a step of games
 * is a synchronous call.
 */

/** Indices into the numbers. */
const ASKED = 0;
const ANSWERED = 1;

/** Looks before sleep: some microseconds. */
const LOOKS = 2_000;

export class Barrier {
  constructor(readonly numbers: Int32Array = new Int32Array(new SharedArrayBuffer(8))) {}

  /** The asking side, before the other one runs: its first answer is that it is there. */
  expect(): void {
    Atomics.add(this.numbers, ASKED, 1);
  }

  /** The asking side: work is there. */
  ask(): void {
    this.expect();
    Atomics.notify(this.numbers, ASKED);
  }

  /** The asking side: waits until all that was asked is answered; false after so many milliseconds without it. */
  isAnswered(milliseconds: number): boolean {
    const { numbers } = this;
    return reaches(numbers, ANSWERED, Atomics.load(numbers, ASKED), milliseconds);
  }

  /** The answering side: waits for more to be asked than was answered. */
  awaitAsked(): void {
    const { numbers } = this;
    reaches(numbers, ASKED, Atomics.load(numbers, ANSWERED) + 1, Number.POSITIVE_INFINITY);
  }

  /** The answering side: it is done. */
  answer(): void {
    Atomics.add(this.numbers, ANSWERED, 1);
    Atomics.notify(this.numbers, ANSWERED);
  }
}

/** Waits until a number is `value`, which it comes to by one step at a time. */
function reaches(numbers: Int32Array, index: number, value: number, milliseconds: number): boolean {
  for (let look = 0; look < LOOKS; look++) if (Atomics.load(numbers, index) === value) return true;
  for (;;) {
    const held = Atomics.load(numbers, index);
    if (held === value) return true;
    if (Atomics.wait(numbers, index, held, milliseconds) === "timed-out") return false;
  }
}
