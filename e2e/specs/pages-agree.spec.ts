import type { Page } from '@playwright/test'
import { brokenCli, signIn } from '../../renderer/status/checks/document-for-test.ts'
import { finding } from '../../shared/language/say-verdict.ts'
import {
  active,
  direct,
  draining,
  firstRun,
  idle,
  warned,
  withChecks,
  withLimits,
  withVerdict,
} from './tray-scenes.ts'
import { expect, type Scene, test } from './tray-stage.ts'

/* Both windows on one server: they render one verdict, in the same sentence everywhere. */

test.use({ viewport: { width: 1180, height: 900 } })

const MIXED = withVerdict(idle(), 'running', finding('not_connected_traffic', { count: 4 }))
const FAILING = warned(idle(), 'upstream_overloaded', { host: 'api.anthropic.com', count: 12 })
const BARE = warned(
  withChecks(firstRun(), {
    claude_cli: brokenCli('not_installed'),
    oauth2_credentials: signIn('missing'),
  }),
  'cli_not_installed',
)

for (const [locale, sentence] of [
  [
    'en-GB',
    'Not connected, but 4 requests came in anyway, for example from a shell that sets ANTHROPIC_BASE_URL.',
  ],
  [
    'de-DE',
    'Nicht verbunden, trotzdem kamen 4 Anfragen an, zum Beispiel aus einer Shell, die ANTHROPIC_BASE_URL setzt.',
  ],
] as const)
  test.describe(locale, () => {
    test.use({ locale })

    test('header, overview, connect page and tray say one sentence', async ({ page, stage }) => {
      stage.scene = { ...MIXED, connection: direct() }
      await page.goto(`${stage.url}dashboard.html#/`)
      await expect(page.getByText(sentence, { exact: true })).toHaveCount(2)
      await page.goto(`${stage.url}dashboard.html#/connect`)
      await expect(page.getByText(sentence, { exact: true })).toHaveCount(2)
      await page.goto(stage.url)
      await expect(page.getByText(sentence, { exact: true })).toHaveCount(1)
    })
  })

test('requests that fail are said in the head of every page, and lead to themselves', async ({
  page,
  stage,
}) => {
  stage.scene = FAILING
  for (const path of ['#/', '#/activity', '#/connect', '#/settings']) {
    await page.goto(`${stage.url}dashboard.html${path}`)
    await expect(page.getByRole('status').first()).toHaveText(
      'Warningapi.anthropic.com is overloaded (529). 12 requests failed in the last minute.',
    )
  }
})

test('a server that reports its state only on its own computer is shown without a state', async ({
  page,
  stage,
}) => {
  const { livez } = active(2)
  if (typeof livez === 'string') throw new Error('the scene has a server')
  const { verdict: _, ...untold } = livez
  stage.scene = { ...active(2), livez: untold }
  for (const address of [stage.url, `${stage.url}dashboard.html`]) {
    await page.goto(address)
    await expect(page.getByRole('status').first()).toHaveText(/^State unknown/)
  }
})

test('the first run: what is not done says what to do, its command stands under it, and nothing is said twice', async ({
  page,
  stage,
}) => {
  stage.scene = { ...BARE, connection: direct() }
  await page.goto(`${stage.url}dashboard.html#/`)
  const setup = page.getByRole('region', { name: 'Setup' })
  const steps = setup.getByRole('listitem')
  await expect(steps).toHaveText([
    /^Done: Signalbox is running$/,
    /^To do: Install Claude Code\s*npm install -g @anthropic-ai\/claude-code/,
    /^To do: Sign in to Claude Code.*terminal:\s*claude auth login/,
    /^To do: Connect Claude Code.*Connect Claude Code/,
    /^To do: Send the first request/,
  ])
  await expect(page.getByText('Claude Code wasn’t found on this computer.')).toHaveCount(1)
  await expect(page.getByText('export ANTHROPIC')).toHaveCount(0)
  await expect(page.getByText(/below\.?$/)).toHaveCount(0)
  await expectColonsContinued(page)

  const listed = await steps.allInnerTexts()
  await page.goto(`${stage.url}dashboard.html#/connect`)
  await expect(steps).toHaveCount(listed.length)
  const headings = (texts: string[]) => texts.map((text) => text.split('\n').slice(0, 2).join(' '))
  expect(headings(await steps.allInnerTexts())).toEqual(headings(listed))
})

test('the tray and the dashboard say a limit in the same words, the one that runs out first on top', async ({
  page,
  stage,
}) => {
  stage.scene = withLimits(idle(), { fiveHours: 0.31, sevenDays: 0.86 })
  await page.goto(stage.url)
  const inTray = page.getByRole('region', { name: 'Limits' }).getByRole('listitem')
  const pace = /At this pace, reached at \w* ?\d\d:\d\d\./
  await expect(inTray).toHaveText([
    /^7 duntil \w* ?\d\d:\d\d at this pace86 %$/,
    /^5 hresets in 1 h 4\d m31 %$/,
  ])
  await page.goto(`${stage.url}dashboard.html#/`)
  const limits = page.getByRole('region', { name: 'Limits' })
  await expect(limits).toContainText(
    new RegExp(`7 d.*Resets in 3 d 3 h\\. ${pace.source}.*5 h.*Resets in 1 h 4\\d m\\.`, 's'),
  )
})

test('D on the dashboard asks, whatever is in flight; words with a d do nothing', async ({ page, stage }) => {
  await page.clock.install()
  playDrain(stage)
  await page.goto(`${stage.url}dashboard.html#/`)
  await expect(page.getByRole('status').first()).toHaveText(/^Running/)
  for (const word of ['d', 'dad', 'add d ', 'drained', 'kid']) await page.keyboard.type(`${word} ${word}\n`)
  await page.keyboard.press('Escape')
  expect(stage.drains).toEqual([])

  await page.keyboard.press('d')
  const question = page.getByRole('alertdialog', { name: 'Drain? New requests will wait and retry.' })
  await expect(question).toBeFocused()
  await page.clock.fastForward(600)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible()
  expect(stage.drains).toEqual([{ resume_after_ms: 900_000 }])
  await expect(page.getByText(/^Drained/)).toHaveCount(1)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('button', { name: 'Drain' })).toBeVisible()

  await page.keyboard.press('Control+k')
  await page.keyboard.type('drain')
  await page.keyboard.press('Enter')
  await expect(question).toBeFocused()
  await page.keyboard.press('Escape')
  expect(stage.drains).toHaveLength(1)
})

function playDrain(stage: { scene: Scene }): void {
  const play = (base: Scene): Scene => ({ ...base, connection: direct(), drain })
  function drain(method: string) {
    const resumes_at = new Date(Date.now() + 900_000).toISOString()
    stage.scene = play(method === 'POST' ? draining(0, { resumes_at }) : idle())
    return { status: method === 'POST' ? 202 : 200, body: stage.scene.livez }
  }
  stage.scene = play(idle())
}

/** Text that ends in a colon is followed by a command or a value. */
async function expectColonsContinued(page: Page): Promise<void> {
  const dangling = await page.evaluate(() =>
    [...document.querySelectorAll('main p')]
      .filter(
        (text) => /:\s*$/.test(text.textContent ?? '') && !text.nextElementSibling?.querySelector('code'),
      )
      .map((text) => text.textContent),
  )
  expect(dangling).toEqual([])
}
