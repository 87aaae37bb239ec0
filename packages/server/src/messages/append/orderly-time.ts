/** So far the clocks of an instance's machines may lie apart. */
const skewMs = 60_000

/**
 * When a message was written, as its conversation has it: not before the one that came before it, unless a clock was
 * badly wrong. Two machines' clocks differ, and one's can be set back.
 */
export const orderlyTime = (now: number, before: number): number =>
  before > now && before - now <= skewMs ? before : now
