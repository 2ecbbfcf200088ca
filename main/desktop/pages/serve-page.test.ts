import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { servePage } from './serve-page.ts'

let folder = ''
let root = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-pages-'))
  root = join(folder, 'pages')
  mkdirSync(join(root, 'assets'), { recursive: true })
  mkdirSync(join(folder, 'pages-secret'))
  writeFileSync(join(root, 'tray.html'), '<!doctype html>')
  writeFileSync(join(root, 'assets', 'a b.js'), 'let x')
  writeFileSync(join(root, '.env'), 'secret')
  writeFileSync(join(folder, 'secret.html'), 'secret')
  writeFileSync(join(folder, 'pages-secret', 'x.html'), 'secret')
})
afterAll(() => rmSync(folder, { recursive: true }))

test('serves a page with its type, the policy and no sniffing', async () => {
  const response = await servePage('/tray.html', root)
  expect(response.status).toBe(200)
  expect(await response.text()).toBe('<!doctype html>')
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  const policy = response.headers.get('content-security-policy')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("connect-src 'self';")
  expect(policy).not.toContain('unsafe')
})

test('decodes the path', async () => {
  const response = await servePage('/assets/a%20b.js', root)
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
})

test.each([
  '/../secret.html',
  '/%2e%2e/secret.html',
  '/..%2fsecret.html',
  '/..%5csecret.html',
  '/../pages-secret/x.html',
  '/tray.html%00.js',
  '/%',
  '/',
  '/assets',
  '/.env',
  '/missing.html',
])('answers 404 with the policy for %s', async (pathname) => {
  const response = await servePage(pathname, root)
  expect(response.status).toBe(404)
  expect(await response.text()).not.toContain('secret')
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
})
