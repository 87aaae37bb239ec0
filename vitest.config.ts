import { defineConfig } from 'vitest/config'

// Node itself runs the tests' TypeScript, as it runs the server's: a worker or a child process started from a
// .ts file is then the same code, and coverage counts the same lines. The price: no vi.mock, no JSX, no aliases.
export default defineConfig({
  test: {
    include: ['packages/{contract,server,client,bench,cluster}/**/*.test.ts', 'scripts/*.test.ts'],
    experimental: { viteModuleRunner: false, nodeLoader: false },
    setupFiles: ['scripts/vitest-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
