/**
 * What the cast has been saying: a line is `who: text`, `|` carries a text on, an empty line lets hours pass.
 * Right-to-left text, emoji, links and long texts are in it on purpose.
 */
export interface Script {
  between: readonly [string, string]
  /** How long ago the last line was said. */
  endedMinutesAgo: number
  /** Who has not read it to the end; the one who wrote last always has. */
  unreadBy?: string
  text: string
}

export const scripts: readonly Script[] = [
  {
    between: ['ana', 'ben'],
    endedMinutesAgo: 14,
    text: `
ana: Have you seen the hall for Saturday? They gave us the big one
ben: The one with the stage??
ana: With the stage. And forty chairs.
ben: For a repair café. We had nine people last time
ana: Eleven. You forgot the two who only came for cake
ben: Cake people are people

ben: I wrote a list. Soldering irons: 4. Sewing machines: 2, one of them in a mood
ana: Which mood?
ben: It sews backwards
ana: So we write "experimental" on it 😄
ben: Done
ana: What about bicycles? Last time somebody brought a tandem
ben: I have two stands and the big box of inner tubes. A tandem counts as two visitors
ana: Good. Then we are at thirteen already

ana: The printer wants 38 € for the posters
ben: How many?
ana: Fifty
ben: We could draw them
ana: You could draw them
ben: ok 38 € it is
ana: I told them blue. Not the sad blue, the other one
ben: 👍

ben: Bad news, the city wants a form for the extension cords
ana: A form?
ben: Every cord needs a sticker that says somebody looked at it this year
ana: Who is somebody?
ben: An electrician. Or a person with a certificate. Emre has one!
ana: Emre has a certificate for cords?
ben: From the theatre. He looked at cords for six years
ana: I'll ask him
ana: He says yes, and that it is the most exciting mail he got this week
ben: Poor Emre

ana: Poster is here https://example.org/repair/poster-v3.pdf
ben: Looks great. There is an "a" too many in Saturday
ana: Where
ben: "Saturaday"
ana: …
ana: How did three people read this
ben: It does sound like more of a day
ana: v4 https://example.org/repair/poster-v4.pdf
ben: Perfect. Print!

ben: Somebody called Mrs. Lindner asked whether we repair clocks
ana: Do we?
ben: I said we open them and look concerned
ana: That is a service too
ben: She is bringing three
ana: Then I'm learning clocks tonight
ben: There is a good film about it. Two hours, no talking, only tweezers
ana: Sounds like my kind of Thursday

ana: Cords: 12 of 12 with stickers 🎉
ben: Emre is a hero
ana: He found one that was older than him
ben: And?
ana: It is now decoration
ben: Chairs?
ana: Dana and I put thirty out and hid ten
ben: Clever. An empty chair looks at you
ana: Exactly
ben: Coffee?
ana: Chloé brings two thermos flasks. And the cake is from the nice bakery, not the other one
ben: I'm so ready for this
ana: Doors at ten. Be there at nine, bring the box with the small screws
ben: The one that says "large screws"?
ana: That one.
ben: See you at nine! 🔧`,
  },
  {
    between: ['ana', 'chloe'],
    endedMinutesAgo: 3,
    unreadBy: 'ana',
    text: `
chloe: Salut Ana! Lunch tomorrow? The place with the lentils is open again
ana: Yes!! 12:30?
chloe: 12:30, I reserve

chloe: They had a table by the window 🪟
ana: The lentils were better than I remembered
chloe: Everything is better by a window
ana: I owe you one, I forgot my card at the till and they ran after me
chloe: You owe the waiter one 😂
ana: And a medal

chloe: Two thermos flasks are packed, one coffee, one tea
chloe: The tea is the smoky one, is that brave?
chloe: I also found napkins with little wrenches on them
chloe: Tell me when you are awake ☕️`,
  },
  {
    between: ['ana', 'dana'],
    endedMinutesAgo: 95,
    text: `
dana: היי אנה, מה שלומך?
ana: Fine! I understood that one. And you?
dana: מצוין 😊 אני מביאה את מכונת התפירה ביום שבת
ana: The machine … on Saturday?
dana: Yes! You are getting good
ana: I look up every second word
dana: That is how I learned English. And from cooking shows

dana: רשימת הכיסאות: 30 בחוץ, 10 במחסן (מאחורי הבמה)
ana: Chairs: 30 out, 10 in the storeroom, behind the … stage?
dana: 100 points
ana: תודה!
dana: Look who types from right to left now 👏
ana: My cursor had an adventure
dana: See you at the hall, שלוש וחצי
ana: Half past three. I'll be there`,
  },
  {
    between: ['emre', 'ana'],
    endedMinutesAgo: 47,
    unreadBy: 'ana',
    text: `
ana: Emre, would you look at our extension cords? It is for the city
emre: With pleasure. How many?
ana: Twelve. Maybe thirteen
emre: Maybe?
ana: One might be a clothes line

emre: All done. You asked for something in writing, so here it is:
|
| I looked at every cord from plug to socket, in daylight, and pulled each one through a dry cloth. Eleven are as
| good as on their first day. The twelfth, the green one with the cloth cover, is older than I am; its rubber
| crumbles when it is bent, so I cut off the plug, and nobody will be tempted. It would look lovely on a wall.
|
| For Saturday I suggest this: not more than four irons on one cord, nothing under a carpet, and the reel fully
| unrolled even when only two metres are needed, because a coiled cord warms itself like a cat. The kettle gets a
| socket of its own. If a fuse goes, do not push it back in at once; count who has just plugged something in and
| look at them kindly, they will know.
|
| The stickers say this year and my initials. I kept three spare ones in the drawer with the screws.
emre: The rules in short are here: https://example.org/cords/?hall=big&year=this#irons
emre: And a drawing of the hall with every socket: https://example.org/hall/sockets
emre: ⚡️`,
  },
  {
    between: ['ben', 'chloe'],
    endedMinutesAgo: 180,
    unreadBy: 'ben',
    text: `
ben: Rehearsal on Tuesday or Wednesday?
chloe: Wednesday, the drummer has a tooth
ben: He has several I hope
chloe: One of them is special this week 🦷
ben: Wednesday then. I wrote a bridge for the second song
chloe: A bridge! With how many chords?
ben: Two and a half
chloe: I like the half one already

ben: Recording from yesterday, take four: https://example.org/band/take-4.flac
chloe: At 1:12 somebody sneezes in tune
ben: We keep it
chloe: Of course we keep it
chloe: 🎸🥁🎹`,
  },
  {
    between: ['ben', 'dana'],
    endedMinutesAgo: 60 * 26,
    text: `
dana: Does the moody sewing machine still sew backwards?
ben: With great confidence
dana: Bring it. I think its timing belt sits one tooth off
ben: You can hear that from there?
dana: You told me it sounds like a trotting horse. It should sound like rain
ben: I'm putting that on a poster`,
  },
  {
    between: ['chloe', 'dana'],
    endedMinutesAgo: 60 * 30,
    text: `
chloe: How do I say "the cake is behind the stage"?
dana: העוגה מאחורי הבמה
chloe: 🙏 And "please only one piece"?
dana: רק חתיכה אחת בבקשה. But nobody will listen, in any language
chloe: Then I hide a second cake
dana: Now you understand how events work`,
  },
  {
    between: ['dana', 'emre'],
    endedMinutesAgo: 60 * 52,
    unreadBy: 'dana',
    text: `
dana: Çay mı kahve mi? For the helpers' table
emre: Çay! Look at you. Two sugars, please
dana: I practised with a radio programme
emre: Then you already speak faster than I do
emre: 👨‍👩‍👧‍👦 The family comes too, is that all right?`,
  },
  {
    between: ['chloe', 'emre'],
    endedMinutesAgo: 60 * 75,
    text: `
emre: Is the stage light on the same fuse as the kettle?
chloe: Let me find out
chloe: Yes.
chloe: I found out.
emre: 😅 Is it dark?
chloe: It is atmospheric`,
  },
]
