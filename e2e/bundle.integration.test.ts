import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, it } from 'vitest'

const REPOSITORY = join(import.meta.dirname, '..')

/** Code that is read before the first response, in bytes. Raise it only for what the first response needs. */
const MAX_EAGER_BYTES = 2_525_000

let folder: string
let child: ChildProcess | undefined
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signalbox-bundle-'))
  const tool = join(REPOSITORY, 'node_modules/electron-vite/bin/electron-vite.js')
  execFileSync(process.execPath, [tool, 'build', '--outDir', join(folder, 'out')], {
    cwd: REPOSITORY,
    stdio: 'pipe',
  })
}, 120_000)
afterAll(async () => {
  if (child?.exitCode === null) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

/** Files by path that a file imports, directly or through others; not those that it imports on demand. */
async function readEager(path: string, files = new Map<string, string>()): Promise<Map<string, string>> {
  if (files.has(path)) return files
  const code = await readFile(path, 'utf8')
  files.set(path, code)
  for (const [, imported = ''] of code.matchAll(/\b(?:from|import)["`](\.[^"`]+\.js)["`]/g))
    await readEager(join(dirname(path), imported), files)
  return files
}

/** The one file that one of `files` imports on demand and whose name begins like this. */
function onDemand(files: ReadonlyMap<string, string>, name: string): string {
  for (const [path, code] of files) {
    const found = [...code.matchAll(/\bimport\(["`](\.[^"`]+\.js)["`]\)/g)]
    const match = found.find(([, imported = '']) => imported.includes(`/${name}-`))
    if (match !== undefined) return join(dirname(path), match[1] ?? '')
  }
  throw new Error(`no file imports ${name}`)
}

it('reads no more code before the first response than it needs', async () => {
  const entry = join(folder, 'out/main/headless.js')
  const run = await readEager(onDemand(await readEager(entry), 'run-headless'))
  const files = await readEager(onDemand(run, 'serve'), run)
  const sizes = await Promise.all([...files.keys()].map(async (path) => (await stat(path)).size))
  const code = [...files.values()].join('\n')
  // It saw the libraries that the first response needs, and none that it doesn't.
  expect(['FST_ERR_', 'UND_ERR_'].filter((text) => !code.includes(text))).toEqual([])
  expect(Object.keys(NOT_NEEDED).filter((name) => code.includes(NOT_NEEDED[name] ?? name))).toEqual([])
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MAX_EAGER_BYTES)
  // See `escapeNonAscii` in electron.vite.config.ts.
  const wide = [...files]
    .filter(([, text]) => /[\u0080-\uffff]/.test(text))
    .map(([path]) => relative(folder, path))
  expect(wide).toEqual([])
})

/** Libraries that are left out or loaded on demand, by a text of their code. */
const NOT_NEEDED: Readonly<Record<string, string>> = {
  ajv: 'MissingRefError',
  glob: 'GlobWalker',
  kysely: 'SelectQueryBuilder',
  'light-my-request': 'dispatchFunc',
  opentelemetry: 'opentelemetry',
  'provider SDKs': 'OpenAICompatibleChatLanguageModel',
  swagger: '@fastify/swagger',
  'mocks of undici': 'MockNotMatchedError',
}

it('works without the libraries that are left out of it', async () => {
  child = spawn(
    process.execPath,
    [join(folder, 'out/main/headless.js'), 'serve', '--port', '0', '--data-dir', join(folder, 'data')],
    { cwd: folder, env: { PATH: process.env['PATH'], HOME: folder }, stdio: ['ignore', 'pipe', 'ignore'] },
  )
  if (child.stdout === null) throw new Error('no stdout')
  const [line]: string[] = await once(createInterface({ input: child.stdout }), 'line')
  const url = /http:\S+/.exec(line ?? '')?.[0]
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${url}${path}`, init)
    return { status: response.status, text: await response.text() }
  }
  expect(await ask('/livez')).toMatchObject({ status: 200 })
  expect((await ask('/metrics')).text).toContain('claude_proxy_')
  expect(JSON.parse((await ask('/openapi.json')).text)).toMatchObject({ openapi: '3.0.3' })
  const page = await ask('/dashboard.html')
  expect(page.text).toContain('<script')
  expect(await ask(/\/assets\/[\w.-]+\.js/.exec(page.text)?.[0] ?? 'none')).toMatchObject({ status: 200 })
  const body = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{"storage":1}' }
  expect((await ask('/api/settings', body)).status).toBe(400)
}, 60_000)
