/**
 * What commands say that come to nothing in these levels: what the real MiniHack said to a Rogue with his kit at the start
 * of three rooms.
 */

export const NO_OBJECTS_HERE = 390;
export const DOORWAY_HERE = 391;
export const OPEN_DOOR_HERE = 392;
export const BROKEN_DOOR_HERE = 393;

/** What LOOK says of the hero's cell beside stairs and things. */
const HERE: Readonly<Record<number, string>> = {
  [NO_OBJECTS_HERE]: "You see no objects here.",
  [DOORWAY_HERE]: "There is a doorway here.",
  [OPEN_DOOR_HERE]: "There is an open door here.",
  [BROKEN_DOOR_HERE]: "There is a broken door here.",
};

/** Message templates from here on are these texts. */
export const REMARKS = 400;

/** Name, turns, text. */
export const SAID: readonly (readonly [name: string, turns: 0 | 1, text: string])[] = [
  ["DOWN", 0, "You can't go down here."],
  ["WAIT", 1, ""],
  ["MORE", 0, "Unknown command '^M'."],
  ["SPACE", 0, "Unknown command ' '."],
  ["ESC", 0, ""],
  ["ATTRIBUTES", 0, ""],
  ["CALL", 0, ""],
  ["CHAT", 0, ""],
  ["DROPTYPE", 0, ""],
  ["ENHANCE", 0, ""],
  ["INVENTORY", 0, ""],
  ["INVENTTYPE", 0, ""],
  ["CAST", 0, "You don't know any spells right now."],
  ["PLUS", 0, "You don't know any spells right now."],
  ["FORCE", 1, "You decide not to force the issue."],
  ["JUMP", 0, "You can't jump very far."],
  ["LOOT", 0, "You don't find anything here to loot."],
  ["MONSTER", 0, "You don't have a special ability in your normal form!"],
  ["OFFER", 0, "You are not standing on an altar."],
  ["PAY", 0, "There appears to be no shopkeeper here to receive your payment."],
  ["READ", 0, "You don't have anything to read."],
  ["RUB", 0, "You don't have anything to rub."],
  ["SEERINGS", 0, "You are not wearing any rings."],
  ["SEETOOLS", 0, "You are not using any tools."],
  ["SHELL", 0, "'#shell' command not available."],
  ["TURN", 0, "You don't know how to turn undead!"],
  ["WIPE", 1, "Your face is already clean."],
  ["ZAP", 0, "You don't have anything to zap."],
  ["QUOTE", 0, "You are not wearing an amulet."],
  ["DOLLAR", 0, "Your wallet is empty."],
  ["TAKEOFFALL", 0, ""],
  // The date is that of the wheel on PyPI.
  ["VERSIONSHORT", 0, "Unix NetHack Version 3.6.7 - last build Sat Apr 25 17:40:20 2026."],
];

/** The text of a template of this file. */
export const remarkText = (template: number): string | undefined => HERE[template] ?? SAID[template - REMARKS]?.[2];
