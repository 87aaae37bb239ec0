/** Lengths in px that the list of messages reckons with. */

/** Who is that close to the end follows it. */
export const nearPx = 80
/** Above the oldest row, for what is said there: always as much, so that nothing moves when it changes. */
export const olderEndPx = 88
/** A row of one line, at the end of its group. */
export const usualRowPx = 64
/** What a row that is moved to keeps above it: the day of the first row lies there. */
export const leadPx = 48
