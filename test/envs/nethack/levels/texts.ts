/** Level texts of our own in MiniHack's language: together they use every command, most in several ways. */

const maze = (body: string, flags = "FLAGS:noteleport,hardfloor\n"): string =>
  `MAZE:"own",' '\n${flags}GEOMETRY:center,center\nMAP\n|--------|\n|........|\n|..{..L..+\n|...}..T.|\n|--------|\nENDMAP\n${body}\n`;
const room = (body: string): string => `LEVEL:"own"\n${body}\n`;

/** By name; all are levels. */
export const TEXTS: Readonly<Record<string, string>> = {
  "a bare maze": 'MAZE:"own",random\n',
  "a filled maze": "MAZE:\"own\",'.'\nFLAGS:premapped\n",
  "a bare level": 'LEVEL:"own"\n',
  "two levels": 'LEVEL:"one"\nFLAGS:shroud\nLEVEL:"two"\nFLAGS:graveyard,icedpools\n',
  "every flag":
    "MAZE:\"own\",' '\nFLAGS:noteleport,hardfloor,nommap,arboreal,shortsighted,mazelevel,premapped,shroud,graveyard," +
    "icedpools,solidify,corrmaze,inaccessibles\n",
  "a comment": maze("# a line of its own\n  # and one behind blanks\nFOUNTAIN:(1,1)"),
  "a closed cell": maze(
    'REGION:(0,0,9,4),lit,"ordinary"\nDOOR:closed,(9,2)\nBRANCH:(1,1,1,1),(2,2,2,2)\nSTAIR:(8,3),down',
  ),
  places: maze(
    "STAIR:random,down\nFOUNTAIN:random[dry]\nSINK:random[wet,hot]\nPOOL:random[solid,any]\n" +
      "STAIR:rndcoord(fillrect (1,1,3,3)),up\nLADDER:(1,1),up\nLADDER:(2,1),down",
  ),
  "stairs in areas": maze(
    "STAIR:(1,1,3,3),(0,0,0,0),down\nSTAIR:levregion(1,0,79,20),(0,0,9,4),up\n" +
      "TELEPORT_REGION:(1,1,2,2),(0,0,0,0)\nTELEPORT_REGION:(1,1,2,2),levregion(1,1,1,1),down\n" +
      'PORTAL:(1,1,1,1),(0,0,0,0),"other"',
  ),
  "map characters":
    "MAZE:\"own\",' '\nGEOMETRY:left,top\nMAP\n-|}{+xABC\nISHKPLWTF\n\\#. .#.\\.\n\n..\nENDMAP\nWALLIFY\n",
  "two maps": maze('GEOMETRY:right,bottom\nMAP\n...\n...\nENDMAP\nREGION:(0,0,2,1),unlit,"ordinary"\nFOUNTAIN:(1,1)'),
  geometries: maze(
    "GEOMETRY:half-left,top\nMAP\n.\nENDMAP\nGEOMETRY:half-right,bottom,true\nMAP\n.\nENDMAP\n" +
      "GEOMETRY:(3,4),false\nMAP\n.\nENDMAP\nGEOMETRY:random\nMAP\n.\nENDMAP\nNOMAP",
  ),
  "init solid": "MAZE:\"own\",' '\nFLAGS:noteleport\nINIT_MAP:solidfill,' '\nNOMAP\n",
  "init lit": "MAZE:\"own\",' '\nINIT_MAP:solidfill,('.',lit)\n",
  "init grid": "MAZE:\"own\",' '\nINIT_MAP:mazegrid,'-'\nMAZEWALK:(3,3),east\n",
  "init mines":
    "LEVEL:\"own\"\nINIT_MAP:mines,'.',' ',true,true,random,true\nLEVEL:\"two\"\nINIT_MAP:mines,'.','L',false,false,unlit,random,'T'\n",
  "init rogue": 'LEVEL:"own"\nINIT_MAP:rogue\n',
  objects: maze(
    "OBJECT:('%',\"apple\"),(1,1)\nOBJECT:\"boulder\",random\nOBJECT:'!',random,blessed\nOBJECT:random,(2,1)\n" +
      'OBJECT:(\'(\',"skeleton key"),random,uncursed,name:"The Master Key of Thievery"\n' +
      "OBJECT:('/',\"cold\"),(1,1),cursed,+3,trapped,recharged:1\nOBJECT:')',(1,2),-1,eroded:2,greased,invisible\n" +
      "OBJECT:('%',\"corpse\"),random,montype:'d',quantity:2d3,buried\nOBJECT:('(',\"oil lamp\"),random,lit,erodeproof\n" +
      'OBJECT:(\'(\',"chest"),random,locked,not_trapped\nOBJECT:(\'(\',"large box"),random,broken,montype:"jackal",2d4',
  ),
  "a chest": maze(
    "CONTAINER:('(',\"chest\"),random,locked {\n  OBJECT:('!',\"healing\"),quantity:3\n  CONTAINER:('(',\"sack\") {\n" +
      "    OBJECT:'*'\n    [50%]: OBJECT:'$'\n    BREAK\n  }\n}",
  ),
  monsters: maze(
    "MONSTER:('r',\"giant rat\"),(1,1),hostile,asleep\nMONSTER:'D',random,peaceful,awake,law\nMONSTER:random,random\n" +
      'MONSTER:"Minotaur",(2,2),"Bully",female,cancelled,revived,avenge,stunned,confused\n' +
      'MONSTER:(\' \',"ghost"),random,invisible,align[1],m_feature "fountain",fleeing:3,blinded:2d2,paralyzed:1 + 1\n' +
      'MONSTER:\'L\',random,align:random,seen_traps:"pit"|"hole"\nMONSTER:\'o\',random,seen_traps:all,m_object "boulder"\n' +
      "MONSTER:'@',random,coaligned { OBJECT:')' }",
  ),
  traps: maze(
    'TRAP:"teleport",(1,1)\nTRAP:"falling rock",random\nTRAP:random,random\nTRAP:"vibrating square",(2,2)\n' +
      'TRAP:"anti magic",rndcoord((1,1) & (2,1))',
  ),
  furniture: maze(
    "FOUNTAIN:(1,1)\nSINK:(2,1)\nPOOL:fillrect (3,1,4,1)\nALTAR:(5,1),neutral,shrine\nALTAR:(6,1),align[2],altar\n" +
      'ALTAR:(7,1),random,random\nALTAR:(7,2),noncoaligned,sanctum\nENGRAVING:(1,2),burn,"Elbereth"\n' +
      'ENGRAVING:(2,2),random,"a" . "b"\nGRAVE:(3,2)\nGRAVE:(4,2),random\nGRAVE:(5,2),"Here lies nobody"',
  ),
  gold: maze("GOLD:500,(1,1)\nGOLD:3d20,random\nGOLD:(2 + 3) * 4 + 7 / 2,random\nGOLD:17 % 5,random\nGOLD:(-1),random"),
  drawbridge: maze("DRAWBRIDGE:(4,3),east,open\nDRAWBRIDGE:(4,3),north,closed\nDRAWBRIDGE:(4,3),south,random"),
  doors: maze(
    "DOOR:nodoor,(9,2)\nDOOR:broken,(9,1)\nDOOR:open,(9,3)\nDOOR:closed,(9,2)\nDOOR:locked,line (9,1),(9,3)\n" +
      "DOOR:secret,(9,2)\nDOOR:random,random",
  ),
  "wall properties": maze("NON_DIGGABLE:(0,0,9,4)\nNON_PASSWALL:(0,0,79,20)\nNON_DIGGABLE:(5,5,5,5)"),
  terrain: maze(
    "TERRAIN:(1,1),'L'\nTERRAIN:line (1,1),(8,3),('.',lit)\nTERRAIN:randline (1,1),(8,3),5,'.'\n" +
      "REPLACE_TERRAIN:(1,1,8,3),'.','C',33%\nREPLACE_TERRAIN:(0,0,9,4),('.',unlit),('T',random),100%\n" +
      "TERRAIN:random,'}'\nWALLIFY:fillrect (0,0,3,3)",
  ),
  selections: maze(
    "$a = selection:fillrect (1,1,4,3)\n$b = selection:rect (1,1,8,3)\n$c = selection:($a & $b)\n" +
      "$d = selection:filter(50%,$c)\n$e = selection:filter('.',$c)\n$f = selection:filter($a,$b)\n" +
      "$g = selection:grow($a)\n$h = selection:grow(north|east,$a)\n$i = selection:floodfill (1,1)\n" +
      "$j = selection:circle((4,2),2)\n$k = selection:circle((4,2),2,unfilled)\n$l = selection:ellipse((4,2),3,1)\n" +
      "$m = selection:ellipse((4,2),3,1d2,filled)\n$n = selection:complement $a\n$o = selection:complement ($a & (1,1))\n" +
      "$p = selection:random & rndcoord($a) & line (1,1),(2,2)\nTERRAIN:filter(('.',lit),$n & $o),'I'\nFOUNTAIN:$p",
  ),
  "a maze walked": maze("MAZEWALK:(3,2),east\nMAZEWALK:(1,1),north,true\nMAZEWALK:random,south,false,'.'"),
  "random choice": maze(
    'IF [50%] {\n  TRAP:"board",(1,1)\n} ELSE {\n  IF [ 30%] { EXIT }\n}\n[33%]: FOUNTAIN:(1,1)\n[0%]: [100%]: SINK:(2,2)',
  ),
  loops: maze(
    "LOOP [3] { FOUNTAIN:random }\nLOOP [1d4] { LOOP [2] { [50%]: BREAK SINK:random } }\n" +
      "FOR $i = 1 TO 4 { FOUNTAIN:random }\nFOR $j = 3 .. 0 {\n  IF [$j == 2] { BREAK }\n  GOLD:$j * 10,random\n}",
  ),
  "a switch": maze(
    "SWITCH [3] {\nCASE 0:\n  FOUNTAIN:(1,1)\n  BREAK\nCASE +1:\n  SINK:(1,1)\nCASE -2:\nDEFAULT:\n  POOL:(1,1)\n}\n" +
      "$n = 1d3\nSWITCH [$n] { CASE 1: BREAK CASE 2: EXIT }\nSWITCH [2] { }",
  ),
  comparisons: maze(
    "$n = 2d6\nIF [$n] { EXIT }\nIF [$n == 7] { EXIT }\nIF [$n != 7] { EXIT }\nIF [$n <> 7] { EXIT }\n" +
      "IF [$n < 7] { EXIT }\nIF [$n > 7] { EXIT }\nIF [$n <= 7] { EXIT }\nIF [$n >= 1d12 + 1] { EXIT }\n[$n == 3]: EXIT",
  ),
  lists: maze(
    "$place = { (1,1), (2,2), random }\nSHUFFLE:$place\nSTAIR:$place[0],down\n$n = { 1, 2d3, (4 + 5) }\nGOLD:$n[1 + 1],$place[1]\n" +
      '$word = { "a", "b" . "c" }\nMESSAGE:$word[0] . "!"\n$m = monster: { \'d\', "lich", (\'T\',"troll"), random }\n' +
      "SHUFFLE:$m\nMONSTER:$m[0],random\n$o = object: { '(', \"apple\" }\nOBJECT:$o[0],random\n$t = terrain: { 'L', ('.',lit) }\n" +
      'TERRAIN:(1,1),$t[1]\n$r = { (0,0,1,1), (2,2,3,3) }\nREGION:$r[0],lit,"ordinary"',
  ),
  variables: maze(
    "$n = 3\n$n = $n + 1\n$p = (1,1)\n$q = $p\n$r = (1,1,2,2)\n$s = \"text\"\n$t = terrain:'T'\n$m = monster:'d'\n$o = object:\"apple\"\n" +
      "STAIR:$q,up\nNON_DIGGABLE:$r\nMESSAGE:$s\nTERRAIN:fillrect $r,$t\nMONSTER:$m,$p\nOBJECT:$o,$p\n$obj = obj:'!'\n$mm = MONSTER:$m",
  ),
  messages: maze('MESSAGE:"Welcome."\nMESSAGE:"two\nlines"'),
  regions: maze(
    'REGION:(0,0,20,20),lit,"ordinary"\nREGION:(1,1,2,2),unlit,"temple",filled\nREGION:(1,1,2,2),random,"ordinary",unfilled,irregular\n' +
      'REGION:(1,1,2,2),lit,random,joined { FOUNTAIN:(0,0) }\nREGION:(1,1,1,1),lit,"shop",unjoined,regular { BREAK }',
  ),
  ore: maze("MINERALIZE\nMINERALIZE:1,2,3,1d4"),
  "a key room": room(
    'ROOM:"ordinary",lit,(3,3),(center,center),(15,15) {\n  STAIR:random,up\n  OBJECT:(\'(\',"skeleton key"),random\n' +
      '  SUBROOM:"ordinary",lit,random,(5,5) {\n    STAIR:random,down\n    ROOMDOOR:false,locked,random,random\n  }\n}',
  ),
  "rooms joined": room(
    'ROOM:"ordinary",random,random,random,random {\n  STAIR:random,up\n  OBJECT:random,random\n}\n' +
      'ROOM:"ordinary",random,random,random,random { STAIR:random,down }\nROOM:"ordinary",lit,random,random,(4,3) { }\nRANDOM_CORRIDORS',
  ),
  "rooms of kinds": room(
    'ROOM:"throne" [50%],unlit,(1,1),(left,top),(4,3),filled,joined { }\n' +
      'ROOM:random [30%],lit,(5,5),(half-right,bottom),random,unfilled { }\nROOM:"candle shop",lit,random,(half-left,center),(1,1) { BREAK }\n' +
      "RANDOM_CORRIDORS:3\nRANDOM_CORRIDORS:random\nRANDOM_CORRIDORS:-1",
  ),
  corridors: room(
    'ROOM:"ordinary",lit,(1,1),(left,top),(3,3) { ROOMDOOR:true,closed,east,1 }\n' +
      'ROOM:"ordinary",lit,(5,5),(right,bottom),(3,3) {\n  ROOMDOOR:random,random,north|west,random\n  ROOMDOOR:false,nodoor,south,0\n}\n' +
      "CORRIDOR:(0,east,1),(1,west,random)\nCORRIDOR:(1,north,0),2",
  ),
  "a room in a choice": room('IF [50%] { ROOM:"ordinary",lit,random,random,random { } } ELSE { EXIT }'),
  "escaped quotes": "MAZE:\"own\",'\\ '\nMONSTER:'\\d',random\nTERRAIN:(1,1),'\\\\'\nTERRAIN:(1,1),'\\'\n",
  "windows line ends":
    "MAZE:\"own\",' '\r\nGEOMETRY:center,center\r\nMAP\r\n...\r\n...\r\nENDMAP\r\nFOUNTAIN:(1,1)\r\n",
  "on one line": 'LEVEL:"own" FLAGS:noteleport $a = 3 GOLD:$a,random EXIT',
};
