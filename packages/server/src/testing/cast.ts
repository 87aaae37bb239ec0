/** The people of every test and of the development database. */
export { type CastName, cast } from '../cli/seed-cast.ts'

export const castPassword = 'correct horse battery'
