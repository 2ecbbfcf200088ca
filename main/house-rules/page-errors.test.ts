import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { listProductFiles, ROOT } from './testing/read-syntax.ts'

/** Modules that read the message of an error themselves. */
const READERS = new Set([
  'renderer/dashboard/data/say-error.ts',
  'renderer/dashboard/data/split-refusal.ts',
  // Errors of the page's own code, which list no issues.
  'renderer/dashboard/shell/page-boundary.tsx',
])

it('pages show errors with sayError, because the message alone omits the issues of a refusal', () => {
  const files = listProductFiles().filter((file) => file.startsWith('renderer/dashboard/'))
  expect(files.length).toBeGreaterThan(150)
  const readers = files.filter((file) => /\berror\.message\b/.test(readFileSync(join(ROOT, file), 'utf8')))
  expect(readers.filter((file) => !READERS.has(file))).toEqual([])
  expect([...READERS].filter((file) => !readers.includes(file))).toEqual([])
})
