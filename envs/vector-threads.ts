/**
 * A vector of games over several cores: each thread has some of the games, the calling one too, and all write into the
 * same shared arrays, so nothing is copied. `step` is synchronous: it wakes the threads, plays its own part and waits for
 * theirs. Every byte is as `vector` has it for the same seeds, whatever the number of threads.
 */
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import { Barrier } from "./barrier.js";
import type { ObservationKey, ObservationTable, Snapshot } from "./env.js";
import { InputError, ThreadError } from "./errors.js";
import type { Frame } from "./frame.js";
import { NETHACK } from "./nethack/catalogue.js";
import type { EnvOptions } from "./nethack/environment.js";
import { visible } from "./text.js";
import { makeArrays, partOf, sharedMemory, type VectorStep } from "./vector-arrays.js";
import { checkActions, checkStates, gameSeeds, type VectorEnv, vectorOn } from "./vector-games.js";
import type { Reply, Request, ThreadData } from "./vector-thread.js";

/** How many games, on how many threads, the caller's among them: from 2 threads, at most one a game. */
interface Shares {
  readonly count: number;
  readonly threads: number;
}

/** Without an answer for so long a thread is taken to be lost: longer than any step of games takes. */
const PATIENCE = 120_000;
/** The same of a thread that starts. */
const START = 30_000;

/** Whether this very file was compiled: a thread cannot run its TypeScript source. */
const isCompiled = import.meta.url.endsWith(".js");

/** Another thread's games, as this one asks for them. */
class Part {
  private readonly barrier = new Barrier();
  private readonly port: MessagePort;
  private isOpen = false;

  constructor(
    readonly from: number,
    readonly to: number,
    data: Omit<ThreadData, "numbers" | "port">,
  ) {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    // The first answer is that the games stand.
    this.barrier.expect();
    const workerData: ThreadData = { ...data, numbers: this.barrier.numbers, port: port2 };
    // Node's flags of the program (how to read its source, say) are no business of a compiled file.
    const options = { workerData, transferList: [port2], execArgv: [] };
    const thread = new Worker(new URL("./vector-thread.js", import.meta.url), options);
    // A program may end without closing its games.
    thread.unref();
    port1.unref();
    // What a thread says on its way down comes by `reply`; a lost one is found by waiting.
    thread.on("error", () => {});
  }

  /** Waits until the games stand; throws where they cannot. */
  begin(): void {
    this.reply(START);
    this.isOpen = true;
  }

  /** Asks for a step, or for what a message says; other threads go on meanwhile. */
  ask(request?: Request): void {
    if (request !== undefined) this.port.postMessage(request);
    this.barrier.ask();
  }

  /** What the thread answers; throws what it failed with. */
  reply(milliseconds = PATIENCE): Extract<Reply, { kind: "done" }> {
    if (!this.barrier.isAnswered(milliseconds)) {
      throw new ThreadError(
        `The thread of games ${this.from} to ${this.to - 1} does not answer; it may have run out of memory.`,
      );
    }
    const told: { message: Reply } | undefined = receiveMessageOnPort(this.port);
    const reply = told?.message ?? { kind: "done" };
    if (reply.kind === "done") return reply;
    if (reply.cause === "input") throw new InputError(reply.message);
    throw new ThreadError(`The thread of games ${this.from} to ${this.to - 1} failed: ${visible(reply.message, 400)}`);
  }

  close(): void {
    if (this.isOpen) {
      this.isOpen = false;
      this.ask({ kind: "close" });
      this.reply();
    }
    this.port.close();
  }
}

/**
 * Games of one of MiniHack's ids on several cores; `single` is an observation of one game. Run from TypeScript source,
 * where threads cannot be started, the caller's thread plays all of them, to the same bytes.
 */
export function vectorOver<K extends ObservationKey>(
  id: string,
  { sight, ...options }: EnvOptions<K>,
  single: Pick<ObservationTable, K>,
  { count, threads }: Shares,
): VectorEnv<K> {
  if (!NETHACK.has(id)) {
    throw new InputError(`${visible(id, 80)} is known to this thread alone; several threads play MiniHack's ids.`);
  }
  const step = makeArrays(single, count, sharedMemory);
  const actions = new Int32Array(new SharedArrayBuffer(4 * count));
  // The caller's games come first; every other thread has as many, or one less.
  const edges = Array.from({ length: threads + 1 }, (_, i) => Math.ceil((i * count) / threads));
  const parts = isCompiled
    ? edges.slice(1, -1).map((from, i) => {
        const to = edges[i + 2]!;
        const arrays = partOf(step, from, to) as unknown as VectorStep<ObservationKey>;
        return new Part(from, to, { id, options, arrays, actions: actions.subarray(from, to) });
      })
    : [];
  const owned = isCompiled ? edges[1]! : count;
  const own = vectorOn(id, { ...options, ...(sight === undefined ? {} : { sight }) }, partOf(step, 0, owned));
  try {
    for (const part of parts) part.begin();
  } catch (error) {
    for (const part of parts) part.close();
    throw error;
  }
  const ownActions = actions.subarray(0, owned);
  const width = own.actions.length;
  const start = { observation: step.observation, info: step.info };
  let phase: "new" | "running" | "closed" = "new";

  function checkOpen(): void {
    if (phase === "closed") throw new InputError(`The games of ${id} were closed.`);
  }

  function checkStarted(): void {
    checkOpen();
    if (phase === "new") throw new InputError(`The games of ${id} were not reset.`);
  }

  /** All threads at once, the caller's among them; the first failure is thrown once all have answered. */
  function together(work: () => void, request?: (part: Part) => Request): readonly Extract<Reply, { kind: "done" }>[] {
    for (let i = 0; i < parts.length; i++) parts[i]!.ask(request?.(parts[i]!));
    const failures: unknown[] = [];
    const replies: Extract<Reply, { kind: "done" }>[] = [];
    try {
      work();
    } catch (error) {
      failures.push(error);
    }
    for (let i = 0; i < parts.length; i++) {
      try {
        replies.push(parts[i]!.reply());
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
    return replies;
  }

  const partOfGame = (index: number): Part | undefined => parts.find(({ from, to }) => index >= from && index < to);
  const stepOwn = (): void => void own.step(ownActions);

  return {
    id,
    count,
    actions: own.actions,
    limit: own.limit,
    reset({ seed } = {}) {
      checkOpen();
      if (seed === undefined && phase === "new") {
        throw new InputError(`The games of ${id} were never seeded; the first reset needs a seed.`);
      }
      const seeds = seed === undefined ? undefined : gameSeeds(id, count, seed);
      together(
        () => own.reset(seeds === undefined ? {} : { seed: seeds.slice(0, owned) }),
        ({ from, to }) => ({ kind: "reset", seeds: seeds?.slice(from, to) }),
      );
      phase = "running";
      return start;
    },
    step(given) {
      checkStarted();
      checkActions(given, count, width);
      actions.set(given);
      together(stepOwn);
      return step;
    },
    snapshot(into) {
      checkStarted();
      let games: readonly Snapshot[] = [];
      const replies = together(
        () => {
          games = own.snapshot().games;
        },
        () => ({ kind: "snapshot" }),
      );
      const all = [...games, ...replies.flatMap(({ games: theirs }) => theirs ?? [])];
      if (into === undefined) return { format: "calmhack-vector/1", games: all };
      checkStates(id, count, into.games);
      for (let i = 0; i < count; i++) into.games[i]!.block.set(all[i]!.block);
      return into;
    },
    restore({ games }) {
      checkOpen();
      checkStates(id, count, games);
      together(
        () => own.restore({ format: "calmhack-vector/1", games: games.slice(0, owned) }),
        ({ from, to }) => ({ kind: "restore", games: games.slice(from, to) }),
      );
      phase = "running";
    },
    game(index) {
      const part = partOfGame(index);
      if (part === undefined) {
        if (index < 0 || index >= count)
          throw new InputError(`There is no game ${index}; accepted are 0 to ${count - 1}.`);
        return own.game(index);
      }
      const told = (kind: "game snapshot" | "frame") => {
        checkOpen();
        part.ask({ kind, game: index - part.from });
        return part.reply();
      };
      return {
        id,
        actions: own.actions,
        limit: own.limit,
        snapshot(into) {
          const [found] = told("game snapshot").games!;
          if (into === undefined) return found!;
          checkStates(id, 1, [into]);
          into.block.set(found!.block);
          return into;
        },
        frame: (): Frame => told("frame").frame!,
      };
    },
    close() {
      if (phase === "closed") return;
      phase = "closed";
      for (const part of parts) part.close();
    },
  };
}
