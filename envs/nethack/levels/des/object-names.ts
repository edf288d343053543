/**
 * Kinds of things by class symbol, in NetHack 3.6's order without mail: as NLE has it, so glyph 1906 is the first. Names
 * as the level language takes them, no rules.
 */

/** Classes in index order, each with the names of its kinds in index order; a name of "" is a kind without one. */
export const OBJECT_CLASSES: readonly (readonly [symbol: string, names: string])[] = [
  ["]", "strange object"],
  [
    ")",
    "arrow|elven arrow|orcish arrow|silver arrow|ya|crossbow bolt|dart|shuriken|boomerang|spear|elven spear|orcish spear|dwarvish spear|silver spear|javelin|trident|dagger|elven dagger|orcish dagger|silver dagger|athame|scalpel|knife|stiletto|worm tooth|crysknife|axe|battle-axe|short sword|elven short sword|orcish short sword|dwarvish short sword|scimitar|silver saber|broadsword|elven broadsword|long sword|two-handed sword|katana|tsurugi|runesword|partisan|ranseur|spetum|glaive|lance|halberd|bardiche|voulge|dwarvish mattock|fauchard|guisarme|bill-guisarme|lucern hammer|bec de corbin|mace|morning star|war hammer|club|rubber hose|quarterstaff|aklys|flail|bullwhip|bow|elven bow|orcish bow|yumi|sling|crossbow",
  ],
  [
    "[",
    "elven leather helm|orcish helm|dwarvish iron helm|fedora|cornuthaum|dunce cap|dented pot|helmet|helm of brilliance|helm of opposite alignment|helm of telepathy|gray dragon scale mail|silver dragon scale mail|red dragon scale mail|white dragon scale mail|orange dragon scale mail|black dragon scale mail|blue dragon scale mail|green dragon scale mail|yellow dragon scale mail|gray dragon scales|silver dragon scales|red dragon scales|white dragon scales|orange dragon scales|black dragon scales|blue dragon scales|green dragon scales|yellow dragon scales|plate mail|crystal plate mail|bronze plate mail|splint mail|banded mail|dwarvish mithril-coat|elven mithril-coat|chain mail|orcish chain mail|scale mail|studded leather armor|ring mail|orcish ring mail|leather armor|leather jacket|Hawaiian shirt|T-shirt|mummy wrapping|elven cloak|orcish cloak|dwarvish cloak|oilskin cloak|robe|alchemy smock|leather cloak|cloak of protection|cloak of invisibility|cloak of magic resistance|cloak of displacement|small shield|elven shield|Uruk-hai shield|orcish shield|large shield|dwarvish roundshield|shield of reflection|leather gloves|gauntlets of fumbling|gauntlets of power|gauntlets of dexterity|low boots|iron shoes|high boots|speed boots|water walking boots|jumping boots|elven boots|kicking boots|fumble boots|levitation boots",
  ],
  [
    "=",
    "adornment|gain strength|gain constitution|increase accuracy|increase damage|protection|regeneration|searching|stealth|sustain ability|levitation|hunger|aggravate monster|conflict|warning|poison resistance|fire resistance|cold resistance|shock resistance|free action|slow digestion|teleportation|teleport control|polymorph|polymorph control|invisibility|see invisible|protection from shape changers",
  ],
  [
    '"',
    "amulet of ESP|amulet of life saving|amulet of strangulation|amulet of restful sleep|amulet versus poison|amulet of change|amulet of unchanging|amulet of reflection|amulet of magical breathing|cheap plastic imitation of the Amulet of Yendor|Amulet of Yendor",
  ],
  [
    "(",
    "large box|chest|ice box|sack|oilskin sack|bag of holding|bag of tricks|skeleton key|lock pick|credit card|tallow candle|wax candle|brass lantern|oil lamp|magic lamp|expensive camera|mirror|crystal ball|lenses|blindfold|towel|saddle|leash|stethoscope|tinning kit|tin opener|can of grease|figurine|magic marker|land mine|beartrap|tin whistle|magic whistle|wooden flute|magic flute|tooled horn|frost horn|fire horn|horn of plenty|wooden harp|magic harp|bell|bugle|leather drum|drum of earthquake|pick-axe|grappling hook|unicorn horn|Candelabrum of Invocation|Bell of Opening",
  ],
  [
    "%",
    "tripe ration|corpse|egg|meatball|meat stick|huge chunk of meat|meat ring|glob of gray ooze|glob of brown pudding|glob of green slime|glob of black pudding|kelp frond|eucalyptus leaf|apple|orange|pear|melon|banana|carrot|sprig of wolfsbane|clove of garlic|slime mold|lump of royal jelly|cream pie|candy bar|fortune cookie|pancake|lembas wafer|cram ration|food ration|K-ration|C-ration|tin",
  ],
  [
    "!",
    "gain ability|restore ability|confusion|blindness|paralysis|speed|levitation|hallucination|invisibility|see invisible|healing|extra healing|gain level|enlightenment|monster detection|object detection|gain energy|sleeping|full healing|polymorph|booze|sickness|fruit juice|acid|oil|water",
  ],
  [
    "?",
    "enchant armor|destroy armor|confuse monster|scare monster|remove curse|enchant weapon|create monster|taming|genocide|light|teleportation|gold detection|food detection|identify|magic mapping|amnesia|fire|earth|punishment|charging|stinking cloud|||||||||||||||||||||blank paper",
  ],
  [
    "+",
    "dig|magic missile|fireball|cone of cold|sleep|finger of death|light|detect monsters|healing|knock|force bolt|confuse monster|cure blindness|drain life|slow monster|wizard lock|create monster|detect food|cause fear|clairvoyance|cure sickness|charm monster|haste self|detect unseen|levitation|extra healing|restore ability|invisibility|detect treasure|remove curse|magic mapping|identify|turn undead|polymorph|teleport away|create familiar|cancellation|protection|jumping|stone to flesh|blank paper|novel|Book of the Dead",
  ],
  [
    "/",
    "light|secret door detection|enlightenment|create monster|wishing|nothing|striking|make invisible|slow monster|speed monster|undead turning|polymorph|cancellation|teleportation|opening|locking|probing|digging|magic missile|fire|cold|sleep|death|lightning|||",
  ],
  ["$", "gold piece"],
  [
    "*",
    "dilithium crystal|diamond|ruby|jacinth|sapphire|black opal|emerald|turquoise|citrine|aquamarine|amber|topaz|jet|opal|chrysoberyl|garnet|amethyst|jasper|fluorite|obsidian|agate|jade|worthless piece of white glass|worthless piece of blue glass|worthless piece of red glass|worthless piece of yellowish brown glass|worthless piece of orange glass|worthless piece of yellow glass|worthless piece of black glass|worthless piece of green glass|worthless piece of violet glass|luckstone|loadstone|touchstone|flint|rock",
  ],
  ["`", "boulder|statue"],
  ["0", "heavy iron ball"],
  ["_", "iron chain"],
  [".", "blinding venom|acid venom"],
];
