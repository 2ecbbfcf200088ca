import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

/** Runs in a checkout before the build. */
const BEFORE_THE_PROGRAM = new Set(['fetch-electron.ts'])

it('is the only file of the command line that writes to the terminal', () => {
  const files = readdirSync(import.meta.dirname).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !BEFORE_THE_PROGRAM.has(file),
  )
  const writing = files.filter((file) =>
    /\bconsole\.|\bstd(?:out|err)\.write/.test(readFileSync(join(import.meta.dirname, file), 'utf8')),
  )
  expect(writing).toEqual(['print.ts'])
})
