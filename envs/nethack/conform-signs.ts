/**
 * What the signs of a recorded map can be on a written level, where the recording does not say.
 */
export interface Signs {
  /** Terrain of "#" and of "}". */
  readonly "#"?: number;
  readonly "}"?: number;
  /** State of a door that shows as "+". */
  readonly "+"?: number;
  /** "rooms": corridors are dark. */
  readonly light: "lit" | "rooms" | "dark";
}
