import { watch } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { planWatchTargets } from './plan-watch-targets.ts'
import { createWatchTargets, type WatchFolder, watchFolder } from './watch-targets.ts'

test('is not woken by the files that Claude Code writes beside its credentials', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lookouts-'))
  const seen = { ours: 0, names: new Set<string | null>() }
  const watchTargets = createWatchTargets(watchFolder, () => (seen.ours += 1))
  watchTargets.sync(await planWatchTargets([join(folder, 'credentials')]))

  // Opened later, so it gets each event after the watch under test.
  const write = (name: string) =>
    new Promise<void>((resolve) => {
      const witness = watch(folder, (_event, heard) => {
        seen.names.add(heard)
        if (heard !== name) return
        witness.close()
        resolve()
      })
      void writeFile(join(folder, name), 'x')
    })
  await write('history.jsonl')
  expect(seen.ours).toBe(0)
  await write('credentials')
  expect(seen.ours).toBeGreaterThan(0)
  expect(seen.names).toContain('history.jsonl')

  watchTargets.close()
  await rm(folder, { recursive: true })
})

test('opens each folder once for all files in it, and again only when it is another one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lookouts-'))
  let opened = 0
  const counting: WatchFolder = (path, onEvent) => {
    opened += 1
    return watchFolder(path, onEvent)
  }
  const watchTargets = createWatchTargets(counting, () => undefined)
  const paths = [join(folder, 'a'), join(folder, 'b'), join(folder, 'missing', 'c')]
  expect(watchTargets.sync(await planWatchTargets(paths))).toBe(true)
  expect(watchTargets.sync(await planWatchTargets(paths))).toBe(false)
  expect(opened).toBe(1)

  watchTargets.close()
  await rm(folder, { recursive: true })
})
