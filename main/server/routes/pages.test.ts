import Fastify from 'fastify'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registerPages } from './pages.ts'

const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signalbox-pages-'))
  await mkdir(join(folder, 'pages', 'assets', 'deeper'), { recursive: true })
  await writeFile(join(folder, 'pages', 'tray.html'), '<!doctype html><title>tray</title>')
  await writeFile(join(folder, 'pages', 'dashboard.html'), '<!doctype html><title>dashboard</title>')
  await writeFile(join(folder, 'pages', 'assets', 'tray-B_x-1.js'), 'export {}')
  await writeFile(join(folder, 'pages', 'assets', '.hidden'), 'treasure')
  await writeFile(join(folder, 'pages', 'assets', 'deeper', 'a.js'), 'treasure')
  await writeFile(join(folder, 'secret.js'), 'treasure')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function open({ built }: { built: boolean }) {
  const app = Fastify()
  await registerPages(app, {
    pages: built ? join(folder, 'pages') : undefined,
    root: () => ({ message: 'hi' }),
  })
  return app
}

describe('/tray.html and /dashboard.html', () => {
  it.each(['tray', 'dashboard'])('%s is the page, for anybody, under the policy', async (name) => {
    const response = await (await open({ built: true })).inject(`/${name}.html`)
    expect(response).toMatchObject({ statusCode: 200, body: expect.stringContaining(`<title>${name}`) })
    expect(response.headers['content-security-policy']).toContain("default-src 'none'")
    expect(response.headers['cache-control']).toBe('no-cache')
  })

  it('say so where they were not built', async () => {
    expect((await (await open({ built: false })).inject('/tray.html')).statusCode).toBe(404)
  })
})

describe('/', () => {
  it('is the dashboard for a browser, and may load nothing but its own files', async () => {
    const response = await (await open({ built: true })).inject({ url: '/', headers: BROWSER })
    expect(response).toMatchObject({ statusCode: 200, body: expect.stringContaining('<title>dashboard') })
    const policy = response.headers['content-security-policy']
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
  })

  it('is JSON for everybody else', async () => {
    const app = await open({ built: true })
    for (const headers of [{}, { accept: '*/*' }, { accept: 'application/json' }]) {
      expect((await app.inject({ url: '/', headers })).json()).toEqual({ message: 'hi' })
    }
  })

  it('says so where the page was not built', async () => {
    const app = await open({ built: false })
    const response = await app.inject({ url: '/', headers: BROWSER })
    expect(response.statusCode).toBe(404)
    expect(response.json()).toMatchObject({ error: 'UI not available' })
    expect((await app.inject({ url: '/' })).statusCode).toBe(200)
  })

  it.each([true, false])('answers HEAD without a body, built: %s', async (built) => {
    expect(await (await open({ built })).inject({ method: 'HEAD', url: '/' })).toMatchObject({
      statusCode: 200,
      body: '',
    })
  })
})

describe('/assets', () => {
  it('are served for good, because their names change with their content', async () => {
    const response = await (await open({ built: true })).inject('/assets/tray-B_x-1.js')
    expect(response).toMatchObject({ statusCode: 200, body: 'export {}' })
    expect(response.headers['content-type']).toContain('javascript')
    expect(response.headers['cache-control']).toContain('immutable')
  })

  it('are 416 for a range outside of them', async () => {
    const range = { range: 'bytes=1000-' }
    const response = await (
      await open({ built: true })
    ).inject({ url: '/assets/tray-B_x-1.js', headers: range })
    expect(response.statusCode).toBe(416)
  })

  it.each([
    'nothing.js',
    '',
    '.',
    '.hidden',
    'deeper/a.js',
    'deeper%2fa.js',
    '../secret.js',
    '..%2ftray.html',
    '%2e%2e%2ftray.html',
    '..%5ctray.html',
    '..%2f..%2fsecret.js',
    '....//....//secret.js',
    'tray-B_x-1.js%00.png',
    'C:%5csecret.js',
    '%5c%5chost%5cshare',
    'a'.repeat(4_000),
  ])('are nothing else: "%s" is 404', async (name) => {
    const app = Fastify({ routerOptions: { maxParamLength: 10_000 } })
    await registerPages(app, { pages: join(folder, 'pages'), root: () => ({}) })
    const response = await app.inject(`/assets/${name}`)
    expect(response.statusCode).toBe(404)
    expect(response.body).not.toContain('treasure')
  })
})
