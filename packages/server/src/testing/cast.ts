/** The people of every test and of the development database. */
export const cast = {
  ana: 'Ana Kovač',
  ben: 'Ben Osei',
  chloe: 'Chloé Martin',
  dana: 'Dana Levi',
  emre: 'Emre Yılmaz',
} as const

export type CastName = keyof typeof cast

export const castPassword = 'correct horse battery'
