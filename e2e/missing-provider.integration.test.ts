import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startHeadless } from './start-headless.ts'

const GONE = 'The route “background” uses the provider “gone”, which isn’t set up.'
const AWAY = 'A fallback of the route “think” uses the provider “away”, which isn’t set up.'

it('a provider that is not set up is said at the start, after a change, by the API and by doctor', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-missing-'))
  const configure = (routes: object) => writeFile(join(folder, 'config.json'), JSON.stringify({ routes }))
  const background = { provider: 'gone', model: 'm' }
  await configure({ background })
  const signalbox = await startHeadless({ dataDir: folder })
  expect(signalbox.stderr()).toContain(JSON.stringify(GONE))

  const think = { provider: 'anthropic', model: 'm', fallbacks: [{ provider: 'away', model: 'm' }] }
  await configure({ background, think })
  await expect.poll(() => signalbox.stderr(), { timeout: 20_000 }).toContain(JSON.stringify(AWAY))
  expect(signalbox.stderr().split(JSON.stringify(GONE))).toHaveLength(2)
  const view = await (await fetch(`${signalbox.url}/api/routes`)).json()
  expect(view.problems).toEqual([GONE, AWAY])

  const { PATH = '' } = process.env
  const doctor = () =>
    spawnSync(process.execPath, ['main/headless.ts', 'doctor', '--port', String(signalbox.port)], {
      cwd: join(import.meta.dirname, '..'),
      env: { PATH, HOME: folder, SIGNALBOX_DATA_DIR: folder },
      encoding: 'utf8',
    }).stdout
  expect(doctor()).toContain(`Warning: ${AWAY}`)
  await signalbox.stop()
  expect(doctor()).toContain(`Warning: ${GONE}`)
  await rm(folder, { recursive: true, force: true })
})
