/** Small talk for people who do not exist. `#` stands for a number. */
export const phrases: readonly string[] = `
Good morning!
Are you there?
On my way
Almost there, # minutes
Yes
No
Maybe tomorrow
Sounds good 👍
I'll ask and tell you
Did you get my parcel?
The train is # minutes late again
Can you send me the address?
Number #, second door on the left
Thanks a lot!
You're welcome
😂😂😂
❤️
🎉
Haha, exactly
I thought so too
What do you mean?
Never mind, I found it
It was under the sofa
How was the exam?
Better than I feared
Congratulations!! 🎂
See you at # o'clock
Let's say half past
Who else is coming?
Just the two of us and maybe my sister
I made soup. There is enough for #
Photos later, my hands are full
The meeting moved to room #
Could you cover my shift on Friday?
Of course
You are the best
Did it rain where you are?
It rained sideways
I'm reading the book you gave me. Page # and I have questions
No spoilers!
We need # more chairs
The key is with the neighbours
Call me when you can, nothing bad
I'll call in #
Sorry, I was asleep
The plumber came, it was only a washer
How much?
# €, and he wanted coffee
Fair enough
Remember to water the basil 🌱
Watered. It looks at me differently now
The shop had no blue ones, I took green
Green is fine
https://example.com/map?stop=# is the stop I meant
Look at this: https://example.org/pictures/#
I can't open it
Try again now
Works!
What a goal
I missed it, I was getting crisps
À quelle heure ?
Vers # heures
Ça marche, à plus tard !
Tu me manques
Ja, gerne
Bis gleich
Ich bring Brot mit
¿Vienes o qué?
Llego en # minutos
Vale, te espero
Até amanhã
Combinado 🤝
Dobro jutro
Vidimo se sutra
Tamam, görüşürüz
Nasılsın?
Do zobaczenia
Wszystko gra
Tack så mycket
Hej hej
了解です
ありがとう！
明日#時でいい？
好的
没问题
晚安 🌙
좋아요
이따 봐요
שבת שלום
בסדר גמור
إلى اللقاء
شكراً جزيلاً
До завтра
Дякую!
Καλημέρα
Cảm ơn bạn
Hẹn gặp lại
The cat is back. He says nothing about where he was
I counted twice and there are still # left over
Please bring the long ladder, not the brave one
We agreed on the # euros, plus the cake
That reminds me, your umbrella is still here
It has been here for # weeks and has its own place by now
My phone is at # percent, so if I disappear you know why
I walked past the old cinema, they are painting it
Finally! What colour?
Something between a pigeon and a plum
I have a plan for the weekend and it has # parts
Part one is breakfast
Agreed on part one
The bus driver waited for me today. I nearly cried
Good people everywhere
Tell your mother the jam was wonderful
She says there are # jars with your name on them
`
  .trim()
  .split('\n')
