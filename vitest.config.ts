import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

/** A shared machine stalls for seconds now and then; a test that fails for a reason fails each time. */
const retry = process.env['CI'] === undefined ? 0 : 2

/** They measure: on two cores a neighbour would be measured, too. */
const ALONE = [
  'e2e/{claude-code-drain,claude-code-faults,drain,drain-keep-alive,guard-flood,health-cost,relay-load,relay-silence,status-line}.integration.test.ts',
  '{main/**/perf,main/storage/killed-store,e2e/million-rows/million-rows}.integration.test.ts',
]

/** Real sockets, real processes, many cases: minutes rather than seconds. */
const integration = { environment: 'node', testTimeout: 60_000, hookTimeout: 60_000, retry } as const

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          // A machine that does something else, too, is no failed test.
          testTimeout: 30_000,
          retry,
          include: ['main/**/*.test.ts', 'shared/**/*.test.ts', 'e2e/**/*.test.ts'],
          exclude: ['**/*.integration.test.ts', '**/node_modules/**'],
        },
      },
      {
        plugins: [react()],
        test: {
          name: 'dom',
          environment: 'jsdom',
          testTimeout: 30_000,
          include: ['renderer/**/*.test.{ts,tsx}'],
        },
      },
      {
        test: {
          ...integration,
          name: 'integration',
          include: ['{main,e2e}/**/*.integration.test.ts'],
          exclude: ['**/node_modules/**', ...ALONE],
        },
      },
      {
        test: { ...integration, name: 'alone', include: ALONE, fileParallelism: false },
      },
    ],
  },
})
