import { expect, type Page, test as base } from '@playwright/test'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { type Headless, startHeadless } from '../start-headless.ts'
import { shoot } from './tray-camera.ts'

/*
 * The built page on a real Signalbox, with a home and a `claude` of its own. No packet leaves the computer: the
 * upstream is a silent listener.
 */

const HOUR = 3_600_000
/** The polling interval of `/health`, and a second for the watcher, the response and rendering. In ms. */
const LOGIN_LIMIT = 6_000
/** Two polls of `/livez` without a response, and one to render. In ms. */
const PROXY_LIMIT = 3_000

interface Place {
  server: Headless
  installClaude: (version: string) => Promise<void>
  /** Writes Claude Code's own file as it does: to a temporary file, then moved. Null removes it. */
  signIn: (login: object | null) => Promise<void>
}

const test = base.extend<{ place: Place }>({
  // eslint-disable-next-line no-empty-pattern
  place: async ({}, use) => {
    const home = await mkdtemp(join(tmpdir(), 'signalbox-health-'))
    const upstream = createServer((socket) => socket.on('error', () => undefined))
    await new Promise<void>((resolve) => {
      upstream.listen(0, '127.0.0.1', resolve)
    })
    const files = await furnish(home)
    await files.installClaude('2.1.329')
    await files.signIn({ expiresAt: Date.now() + 6.5 * HOUR })
    const server = await startHeadless({
      env: {
        HOME: home,
        USERPROFILE: home,
        PATH: [join(home, 'bin'), '/usr/bin', '/bin'].join(delimiter),
        ANTHROPIC_FORWARD_URL: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`,
      },
    })
    await use({ server, ...files })
    await server.stop('SIGKILL')
    upstream.close()
    await rm(home, { recursive: true, force: true })
  },
})

test.skip(process.platform === 'win32', 'the stand-in for claude is a shell script')

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme, deviceScaleFactor: 2, viewport: { width: 360, height: 560 } })

    test('the tray tells an upgrade, each turn of a sign-in, and the end of the proxy, in time', async ({
      page,
      place,
    }) => {
      await page.goto(`${place.server.url}/tray.html`)
      await page.getByRole('button', { name: 'Details' }).click()
      await expect(value(page, 'Claude Code')).toHaveText('2.1.329')
      await expect(value(page, 'Sign-in')).toHaveText(/^Max, renews in 6 h (30|2\d) m$/)
      await expect(value(page, 'Upstream')).toHaveText(/^127\.0\.0\.1:\d+$/)
      await expect(value(page, 'Codex')).toHaveText('not installed')
      await expect(page.getByRole('status')).toHaveText(/^Running/)
      await shoot(page, `real-healthy-${colorScheme}`)

      await place.installClaude('2.2.0')
      await page.getByRole('button', { name: 'Check again' }).click()
      await within(5_000, 'upgrade', () => expect(value(page, 'Claude Code')).toHaveText('2.2.0'))
      await shoot(page, `real-upgraded-${colorScheme}`)

      await place.signIn({ expiresAt: Date.now() - 2.5 * HOUR, refreshToken: undefined })
      await within(LOGIN_LIMIT, 'expired', () =>
        expect(value(page, 'Sign-in')).toHaveText('expired 2 h ago: sign in again'),
      )
      await expect(page.getByRole('status')).toHaveText(/^Warning.*sign in again/)
      await expect(page.getByText('claude auth login')).toBeVisible()
      await shoot(page, `real-expired-${colorScheme}`)

      await place.signIn({ expiresAt: Date.now() - 2.5 * HOUR })
      await within(LOGIN_LIMIT, 'renewable', () =>
        expect(value(page, 'Sign-in')).toHaveText('expired 2 h ago, renews on next use'),
      )
      await expect(page.getByRole('status')).toHaveText(/^Running/)

      await place.signIn({ expiresAt: Date.now() + 8.5 * HOUR })
      await within(LOGIN_LIMIT, 'repaired', () =>
        expect(value(page, 'Sign-in')).toHaveText(/^Max, renews in 8 h (30|2\d) m$/),
      )

      await place.signIn(null)
      await within(LOGIN_LIMIT, 'removed', () => expect(value(page, 'Sign-in')).toHaveText('none found'))
      await shoot(page, `real-signed-out-${colorScheme}`)

      await place.server.stop('SIGKILL')
      await within(PROXY_LIMIT, 'dead', () => expect(page.getByRole('status')).toHaveText(/^Not responding/))
      await expect(value(page, 'Claude Code')).toHaveAttribute('data-stale', 'true')
      await expect(value(page, 'Claude Code')).toHaveText('2.2.0')
      await expect(page.getByText(/updated \d+ s ago/i)).toBeVisible()
      await shoot(page, `real-dead-${colorScheme}`)
    })
  })
}

async function furnish(home: string): Promise<Omit<Place, 'server'>> {
  const bin = join(home, 'bin')
  const config = join(home, '.claude')
  await mkdir(bin)
  await mkdir(config)
  return {
    installClaude: (version) =>
      replace(join(bin, 'claude'), `#!/bin/sh\necho "${version} (Claude Code)"\n`, 0o755),
    async signIn(login) {
      const file = join(config, '.credentials.json')
      if (login === null) return rm(file)
      const claudeAiOauth = {
        accessToken: 'not-a-token',
        refreshToken: 'not-a-token',
        scopes: ['user:inference'],
        subscriptionType: 'max',
        ...login,
      }
      await replace(file, JSON.stringify({ claudeAiOauth }), 0o600)
    },
  }
}

async function replace(file: string, text: string, mode: number): Promise<void> {
  await writeFile(`${file}.new`, text, { mode })
  await rename(`${file}.new`, file)
}

/** The value in the row with that label. */
function value(page: Page, label: string) {
  return page
    .getByRole('region', { name: 'Checks' })
    .getByRole('listitem')
    .filter({ has: page.getByText(label, { exact: true }) })
    .locator('[data-stale]')
}

/** Fails if the fact takes longer, and records its time. */
async function within(limitMs: number, name: string, fact: () => Promise<void>): Promise<void> {
  const started = performance.now()
  await fact()
  const took = Math.round(performance.now() - started)
  test.info().annotations.push({ type: name, description: `${took} ms` })
  expect(took, name).toBeLessThanOrEqual(limitMs)
}
