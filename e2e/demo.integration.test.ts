import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Livez } from '../shared/livez.ts'
import type { RequestSummaries } from '../shared/request-log.ts'

let place: string
let child: ChildProcess | undefined

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'signalbox-demo-test-'))
})
afterEach(async () => {
  // A demo that a failed test left running ends, too.
  if (child?.exitCode === null) child.kill('SIGTERM')
  await rm(place, { recursive: true, force: true })
})

test.skipIf(process.platform === 'win32')(
  'the demo shows invented work and running streams, and Ctrl-C leaves nothing of it',
  async () => {
    const home = join(place, 'home')
    const temporary = join(place, 'temporary')
    for (const folder of [home, temporary]) await mkdir(folder)
    const demo = startDemo(['--no-open'], { HOME: home, TMPDIR: temporary })
    const url = await demo.url
    const [folder] = await readdir(temporary)
    expect(folder).toMatch(/^signalbox-demo-/)

    const get = async <T>(path: string) => (await (await fetch(url + path)).json()) as T
    expect(await (await fetch(url, { headers: { accept: 'text/html' } })).text()).toContain('<div id="root">')
    const { requests, total } = await get<RequestSummaries>('/api/requests/summary?limit=500')
    expect(total).toBeGreaterThan(200)
    const ended = requests.filter(({ termination }) => termination !== undefined)
    expect(ended.filter(({ statusCode }) => statusCode === 529).length).toBeGreaterThanOrEqual(3)
    expect(new Set(ended.map(({ project }) => project))).toContain('/home/ada/shop')
    expect(ended.every(({ sessionTitle }) => sessionTitle !== undefined)).toBe(true)
    const missed = async () => (await get<RequestSummaries>('/api/requests/summary?cacheReason=ttl_5m')).total
    await expect.poll(missed, { timeout: 45_000 }).toBeGreaterThan(0)
    await expect.poll(async () => (await get<Livez>('/livez')).in_flight).toBeGreaterThan(0)
    expect((await get<Livez>('/livez')).verdict?.reason.code).toBe('connected')

    // Twice, as from a terminal: to the whole group, and passed on by npm.
    demo.child.kill('SIGINT')
    demo.child.kill('SIGINT')
    expect(await demo.exited).toBe(0)
    expect(await readdir(temporary)).toEqual([])
    expect(await readdir(home)).toEqual([])
    await expect(fetch(`${url}/livez`)).rejects.toThrow('fetch failed')
  },
)

test('the demo refuses a folder that exists, because it removes its own', async () => {
  const demo = startDemo(['--no-open', '--dir', place], {})
  demo.url.catch(() => undefined)
  expect(await demo.exited).toBe(64)
  expect(existsSync(place)).toBe(true)
})

function startDemo(args: readonly string[], env: Readonly<Record<string, string>>) {
  const started = spawn(process.execPath, [join(import.meta.dirname, 'demo/demo.ts'), ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child = started
  let output = ''
  const url = Promise.withResolvers<string>()
  const exited = new Promise<number | null>((resolve) => {
    started.once('exit', (code) => {
      url.reject(new Error(`the demo ended with ${code}:\n${output}`))
      resolve(code)
    })
  })
  started.stderr.setEncoding('utf8').on('data', (text: string) => (output += text))
  started.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    const found = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0]
    if (found !== undefined) url.resolve(found)
  })
  return { child: started, exited, url: url.promise }
}
