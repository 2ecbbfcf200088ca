import { test as base } from '@playwright/test'
import { type Desktop, launchDesktop, type LaunchOptions } from '../launch-desktop.ts'
import { type Home, makeHome } from './make-home.ts'
import { type HeldUpstream, startHeldUpstream } from './held-upstream.ts'

interface Fixtures {
  home: Home
  /** Upstream for `/v1` of the launched apps. */
  upstream: HeldUpstream
  /** Launches an app that is closed at the end of the test. */
  launch: (options?: LaunchOptions) => Promise<Desktop>
}

/** Playwright's `test`, with a desktop app and its upstream. */
export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixtures it needs from this pattern
  home: async ({}, use) => {
    const home = makeHome()
    await use(home)
    home.remove()
  },
  // oxlint-disable-next-line no-empty-pattern -- see above
  upstream: async ({}, use) => {
    const upstream = await startHeldUpstream()
    await use(upstream)
    upstream.close()
  },
  launch: async ({ home, upstream }, use, info) => {
    const apps: Desktop[] = []
    await use(async (options = {}) => {
      const env = { ...home.env, ANTHROPIC_FORWARD_URL: upstream.url, ...options.env }
      const app = await launchDesktop({ ...options, env })
      info.annotations.push({ type: 'runtime', description: app.runtime })
      apps.push(app)
      return app
    })
    for (const app of apps) {
      if (info.status !== info.expectedStatus) await info.attach('app log', { body: app.logs() })
      await app.close()
    }
  },
})
