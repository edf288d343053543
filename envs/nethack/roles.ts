/**
 * The characters that MiniHack's ids are played with: attributes, points, as NetHack 3.6 has them (role.c, u_init.c),
 * and how they are called and drawn. What they carry stands in `hero.ts`.
 */
export const ROGUE = 0;
export const KNIGHT = 1;

export interface Role {
  readonly name: string;
  readonly glyph: number;
  readonly title: string;
  readonly welcome: string;
  /** Strength, intelligence, wisdom, dexterity, constitution, charisma: least value, share (of 100) of the points given out. */
  readonly attributes: readonly (readonly [least: number, share: number])[];
  readonly hitPoints: number;
  /** Power, and the sides of a die that adds to it; 0 for none. */
  readonly power: readonly [number, number];
  readonly armorClass: number;
  readonly alignment: -1 | 0 | 1;
  /** Times in ten that what is worn keeps a touch's magic off. */
  readonly keepsOff: number;
}

/** By number. */
export const ROLES: readonly Role[] = [
  {
    name: "rogue",
    glyph: 337,
    title: "Agent the Footpad",
    welcome: "Hello Agent, welcome to NetHack!  You are a chaotic male human Rogue.",
    attributes: [
      [7, 20],
      [7, 10],
      [7, 10],
      [10, 30],
      [7, 20],
      [6, 10],
    ],
    hitPoints: 12,
    power: [2, 0],
    armorClass: 7,
    alignment: -1,
    keepsOff: 3,
  },
  {
    name: "knight",
    glyph: 332,
    title: "Agent the Gallant",
    welcome: "Salutations Agent, welcome to NetHack!  You are a lawful female human Knight.",
    attributes: [
      [13, 30],
      [7, 15],
      [14, 15],
      [8, 10],
      [10, 20],
      [17, 10],
    ],
    hitPoints: 16,
    power: [2, 4],
    armorClass: 3,
    alignment: 1,
    keepsOff: 3,
  },
];

/** Glyphs of all heroes. */
export const HERO_GLYPHS: readonly number[] = ROLES.map(({ glyph }) => glyph);
