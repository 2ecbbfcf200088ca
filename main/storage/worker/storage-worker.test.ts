import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { describeEngine } from '../testing/describe-engine.ts'

const folders: string[] = []
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))))

describeEngine('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-store-'))
  folders.push(folder)
  return { file: join(folder, 'signalbox.db') }
})
