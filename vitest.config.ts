import { defineConfig } from 'vitest/config'
import { hasProgram } from './packages/server/src/testing/services.ts'
import { hasSecondStack } from './packages/server/src/testing/stack.ts'

/** They start servers, but nothing in them depends on where these keep what they know. */
const enginelessTests = [
  'packages/server/src/accounts/{sign-in-storm,passwords,sealing,totp,names,cookies}.test.ts',
  'packages/server/src/http/{bearer,client-network,foreign-origins,openapi,rate-limits}.test.ts',
]
const engineTests = ['packages/server/src/storage/sqlite/**', 'packages/server/src/storage/mysql/**']

// Node itself runs the tests' TypeScript, as it runs the server's: a worker or a child process started from a
// .ts file is then the same code, and coverage counts the same lines. The price: no vi.mock, no JSX, no aliases.
const native = {
  experimental: { viteModuleRunner: false, nodeLoader: false },
  setupFiles: ['scripts/vitest-setup.ts'],
  pool: 'forks' as const,
  // The server's modules keep nothing of their own, so files may share a process: loading it anew for each took
  // two fifths of the time.
  isolate: false,
  testTimeout: 60_000,
  hookTimeout: 60_000,
}

export default defineConfig(async () => {
  const hasMysql = await hasSecondStack()
  const embedded = {
    test: {
      ...native,
      name: 'sqlite',
      include: ['packages/{contract,server,client,bench}/**/*.test.ts', 'scripts/*.test.ts'],
      exclude: hasMysql ? [] : ['packages/server/src/{storage/mysql/**,cli/move.test.ts}'],
    },
  }
  const scaledOut = {
    test: {
      ...native,
      name: 'mysql',
      include: ['packages/{server,client}/**/*.test.ts'],
      exclude: [
        ...engineTests,
        'packages/server/src/{cli,bus,redis}/**',
        'packages/server/src/config.test.ts',
        ...enginelessTests,
      ],
      env: { CHATAPP_TEST_STACK: 'mysql' },
    },
  }
  const cluster = {
    test: { ...native, name: 'cluster', include: ['packages/cluster/**/*.test.ts'] },
  }
  const hasCluster = hasMysql && hasProgram('haproxy')
  return {
    test: {
      // Much of a test is waiting for processes, databases and disks.
      maxWorkers: 3,
      globalSetup: hasMysql ? ['scripts/vitest-databases.ts'] : [],
      projects: [embedded, ...(hasMysql ? [scaledOut] : []), ...(hasCluster ? [cluster] : [])],
    },
  }
})
