import { type Handlers, Reply } from '../http/route.ts'
import { type DemoDeps, endDemo, startDemo } from './demo-rules.ts'

export function demoRoutes(deps: DemoDeps): Handlers<'startDemo' | 'endDemo'> {
  return {
    startDemo: async (_caller, _input, { request }) => {
      const { isNew, people, cookies } = await startDemo(deps, request.headers)
      return new Reply(isNew ? 201 : 200, { people }, { 'set-cookie': cookies })
    },
    endDemo: async (_caller, _input, { request }) => {
      await endDemo(deps, request.headers)
      return new Reply(204, undefined)
    },
  }
}
