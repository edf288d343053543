/**
 * Snapshots that leave the process and come back: the games' states, sealed with a key derived from the token.
 *
 * Invariant: the engine restores nothing but bytes that an engine wrote. A state is trusted memory, so one that was cut
 * or edited is refused before a game sees it. Under the same token (--token-env) a snapshot outlives the server.
 */
import type { Snapshot } from "../../envs/index.js";
import { Refusal } from "./refusal.js";
import type { SealedSnapshot } from "./schemas.js";
import { isSame, type Sealer } from "./token.js";

const FORMAT = "calmhack-served-snapshot/1";

const partsOf = (id: string, layout: string, games: readonly string[]) => [FORMAT, id, layout, ...games];

export function sealed(states: readonly Snapshot[], seal: Sealer): SealedSnapshot {
  const { id = "", layout = "" } = states[0] ?? {};
  const games = states.map(({ block }) => Buffer.from(block.buffer, block.byteOffset, block.length).toString("base64"));
  return { format: FORMAT, id, layout, games, seal: seal(partsOf(id, layout, games)) };
}

/** The states of a snapshot of `id` with `count` games. */
export function unsealed(snapshot: SealedSnapshot, id: string, count: number, seal: Sealer): readonly Snapshot[] {
  const { layout, games } = snapshot;
  if (!isSame(snapshot.seal, seal(partsOf(snapshot.id, layout, games)))) {
    throw new Refusal(
      400,
      "The snapshot is not as a server with this token gave it; accepted is one that came whole and unchanged from here.",
    );
  }
  if (snapshot.id !== id || games.length !== count) {
    const [had, has] = [`${games.length} of ${snapshot.id}`, `${count} of ${id}`];
    throw new Refusal(
      409,
      `The snapshot is of another instance (games: ${had}), and this one has other games (${has}).`,
    );
  }
  return games.map((text) => ({ format: "calmhack-snapshot/1", id, layout, block: Buffer.from(text, "base64") }));
}
