/**
 * A thread's part of a vector of games: waits to be asked, steps its games in the shared arrays, answers. Steps need no
 * message; the rare requests (a reset, a snapshot, a frame) come and go as messages that are read synchronously.
 */
import { type MessagePort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { Barrier } from "./barrier.js";
import type { ObservationKey, Snapshot } from "./env.js";
import { InputError } from "./errors.js";
import type { Frame } from "./frame.js";
import type { EnvOptions } from "./nethack/environment.js";
import { Sight } from "./nethack/look.js";
import type { VectorStep } from "./vector-arrays.js";
import { vectorOn } from "./vector-games.js";

/** What a thread is given when it starts. */
export interface ThreadData {
  readonly id: string;
  readonly options: Omit<EnvOptions, "sight">;
  readonly arrays: VectorStep<ObservationKey>;
  readonly actions: Int32Array;
  readonly numbers: Int32Array;
  readonly port: MessagePort;
}

/** None is a step. */
export type Request =
  | { readonly kind: "reset"; readonly seeds: readonly number[] | undefined }
  | { readonly kind: "snapshot" }
  | { readonly kind: "restore"; readonly games: readonly Snapshot[] }
  | { readonly kind: "game snapshot" | "frame"; readonly game: number }
  | { readonly kind: "close" };

/** A step is answered only where it failed. */
export type Reply =
  | { readonly kind: "done"; readonly games?: readonly Snapshot[]; readonly frame?: Frame }
  | { readonly kind: "failed"; readonly cause: "input" | "defect"; readonly message: string };

function failure(error: unknown): Reply {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: "failed", cause: error instanceof InputError ? "input" : "defect", message };
}

function serve({ id, options, arrays, actions, numbers, port }: ThreadData): void {
  const barrier = new Barrier(numbers);
  const make = () => vectorOn(id, { ...options, sight: new Sight() }, arrays);
  let games: ReturnType<typeof make>;
  const handle = (request: Request): Reply => {
    switch (request.kind) {
      case "reset":
        games.reset(request.seeds === undefined ? {} : { seed: request.seeds });
        return { kind: "done" };
      case "snapshot":
        return { kind: "done", games: games.snapshot().games };
      case "restore":
        games.restore({ format: "calmhack-vector/1", games: request.games });
        return { kind: "done" };
      case "game snapshot":
        return { kind: "done", games: [games.game(request.game).snapshot()] };
      case "frame":
        return { kind: "done", frame: games.game(request.game).frame() };
      case "close":
        return { kind: "done" };
    }
  };
  const tell = (reply: Reply) => port.postMessage(reply);
  try {
    games = make();
    tell({ kind: "done" });
  } catch (error) {
    tell(failure(error));
    barrier.answer();
    return;
  }
  for (let isOpen = true; isOpen; ) {
    barrier.answer();
    barrier.awaitAsked();
    try {
      const request: { message: Request } | undefined = receiveMessageOnPort(port);
      if (request === undefined) games.step(actions);
      else tell(handle(request.message));
      isOpen = request?.message.kind !== "close";
    } catch (error) {
      tell(failure(error));
    }
  }
  barrier.answer();
  port.close();
}

serve(workerData);
