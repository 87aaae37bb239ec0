import { defineConfig } from 'vitest/config'
import { reachableCluster, reachableStacks } from './scripts/test-stacks.ts'

const engineTests = ['packages/server/src/storage/sqlite/**', 'packages/server/src/storage/mysql/**']

// Node itself runs the tests' TypeScript, as it runs the server's: a worker or a child process started from a
// .ts file is then the same code, and coverage counts the same lines. The price: no vi.mock, no JSX, no aliases.
const native = {
  experimental: { viteModuleRunner: false, nodeLoader: false },
  setupFiles: ['scripts/vitest-setup.ts'],
  pool: 'forks' as const,
  testTimeout: 30_000,
  hookTimeout: 30_000,
}

export default defineConfig(async () => {
  const { hasMysql } = await reachableStacks()
  const embedded = {
    test: {
      ...native,
      name: 'sqlite',
      include: ['packages/{contract,server,client,bench}/**/*.test.ts', 'scripts/*.test.ts'],
      exclude: hasMysql ? [] : ['packages/server/src/storage/mysql/**'],
    },
  }
  const scaledOut = {
    test: {
      ...native,
      name: 'mysql',
      include: ['packages/{server,client}/**/*.test.ts'],
      exclude: [...engineTests, 'packages/server/src/{cli,bus}/**', 'packages/server/src/config.test.ts'],
      env: { CHATAPP_TEST_STACK: 'mysql' },
    },
  }
  const cluster = {
    test: { ...native, name: 'cluster', include: ['packages/cluster/**/*.test.ts'] },
  }
  const hasCluster = await reachableCluster(hasMysql)
  return {
    test: {
      maxWorkers: 2,
      globalSetup: hasMysql ? ['scripts/vitest-databases.ts'] : [],
      projects: [embedded, ...(hasMysql ? [scaledOut] : []), ...(hasCluster ? [cluster] : [])],
    },
  }
})
