import type { Page } from '@playwright/test'
import { conversationBodies } from '../dashboard-rig/conversation-bodies.ts'
import { endless } from '../dashboard-rig/replies.ts'
import { TRANSCRIPTS } from '../dashboard-rig/write-transcripts.ts'
import { expectAccessible, expectNoOverflow, shoot } from './dashboard-pictures.ts'
import { type Box, expect, OPUS, SESSION, test, visit } from './dashboard-stage.ts'

interface Look {
  name: string
  path: (box: Box) => string
  /** Text that appears once the page is complete. */
  shows: string | RegExp
  act?: (page: Page) => Promise<void>
}

const LOOKS: readonly Look[] = [
  { name: 'overview', path: () => '/', shows: /At this pace, reached at/ },
  { name: 'live', path: () => '/activity', shows: 'streaming' },
  { name: 'requests', path: () => '/activity', shows: '529 overloaded' },
  { name: 'requests-filtered', path: () => '/activity?outcome=failed&error=upstream_broke', shows: /1 of/ },
  { name: 'requests-nothing', path: () => '/activity?q=nonsense', shows: 'No requests match this filter.' },
  { name: 'request', path: ({ turns }) => `/activity/${turns[2]}`, shows: 'What was wrong' },
  {
    name: 'request-top',
    path: ({ turns }) => `/activity/${turns[2]}?view=full`,
    shows: 'What was wrong',
    act: openSystemPrompt,
  },
  { name: 'request-tools', path: ({ turns }) => `/activity/${turns[1]}?view=full`, shows: 'Now the tests.' },
  { name: 'request-error', path: (box) => `/activity/${box.overloaded}`, shows: 'told to answer 529' },
  {
    name: 'request-changes',
    path: ({ turns }) => `/activity/${turns[2]}?tab=changes`,
    shows: '2 differences.',
  },
  {
    name: 'request-headers',
    path: ({ turns }) => `/activity/${turns[2]}?tab=headers`,
    shows: 'redacted',
  },
  { name: 'request-raw', path: ({ turns }) => `/activity/${turns[2]}?tab=raw`, shows: /"max_tokens": 32000/ },
  {
    name: 'request-events',
    path: ({ turns }) => `/activity/${turns[2]}?tab=raw&side=events`,
    shows: /event: message_start/,
  },
  {
    name: 'request-timing',
    path: ({ turns }) => `/activity/${turns[2]}?tab=timing`,
    shows: 'Time to first byte',
  },
  { name: 'request-usage', path: ({ turns }) => `/activity/${turns[2]}?tab=usage`, shows: '31,000' },
  { name: 'usage', path: () => '/usage?range=30d', shows: 'By organization', act: drawn },
  { name: 'usage-today', path: () => '/usage?range=today', shows: 'Tokens by time of day', act: drawn },
  { name: 'sessions', path: () => '/sessions', shows: 'parser' },
  { name: 'session', path: () => `/sessions/${SESSION}`, shows: 'Turns' },
  {
    name: 'conversations',
    path: () => `/sessions/${SESSION}?tab=conversation`,
    shows: new RegExp(TRANSCRIPTS.rareWord),
  },
  {
    name: 'conversations-search',
    path: () => `/sessions?view=transcripts&q=${TRANSCRIPTS.rareWord}`,
    shows: 'Text matches',
    act: found,
  },
  { name: 'palette', path: () => '/', shows: 'Limits', act: openPalette },
  { name: 'keys', path: () => '/', shows: 'Limits', act: openKeys },
  { name: 'drain', path: () => '/activity', shows: 'streaming', act: askToDrain },
]

/** Looks that consist of the same parts as another one. */
const ALIKE = new Set(['requests-filtered', 'request-top', 'request-events', 'usage-today', 'drain'])
/** Looks with colours on colours that no token test covers. */
const DRAWN_IN_DARK = new Set([
  'overview',
  'requests',
  'request',
  'request-changes',
  'usage',
  'session',
  'palette',
])

const WINDOWS = [
  { colorScheme: 'light', width: 1180 },
  { colorScheme: 'dark', width: 1180 },
  { colorScheme: 'light', width: 880 },
  { colorScheme: 'dark', width: 880 },
] as const

for (const { colorScheme, width } of WINDOWS) {
  test.describe(`${colorScheme} at ${width} px`, () => {
    test.use({ colorScheme, viewport: { width, height: 760 } })

    test('every screen is drawn without overflow and without an accessibility complaint', async ({
      page,
      box,
    }) => {
      // Twenty looks, most of them checked rule by rule.
      test.slow()
      const release = await box.hold(conversationBodies(OPUS)[0] ?? {}, endless())
      for (const look of LOOKS) {
        await show(page, box, look)
        await shoot(page, `${look.name}-${colorScheme}-${width}`)
        await expectNoOverflow(page, look.name)
        // The same elements in another width or theme have the same names; the tokens' contrast has tests of its own.
        if (
          width === 1180 &&
          !ALIKE.has(look.name) &&
          (colorScheme === 'light' || DRAWN_IN_DARK.has(look.name))
        )
          await expectAccessible(page, look.name)
      }
      await release()
    })
  })
}

test.describe('for those who need it otherwise', () => {
  test.use({ viewport: { width: 880, height: 760 } })
  const SOME = LOOKS.filter(({ name }) =>
    [
      'overview',
      'live',
      'requests',
      'request',
      'usage',
      'sessions',
      'session',
      'conversations',
      'palette',
    ].includes(name),
  )

  test('every screen stays whole with text at 200 %, with long words, and in forced colours', async ({
    page,
    box,
  }) => {
    const release = await box.hold(conversationBodies(OPUS)[0] ?? {}, endless())
    expect(SOME).toHaveLength(9)
    for (const look of SOME) {
      // A new document: the words of the previous look were changed behind React's back.
      await page.goto('about:blank')
      await show(page, box, look)
      await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
      await expectNoOverflow(page, `${look.name}, 200 %`)
      await shoot(page, `${look.name}-200-percent`)
      await page.evaluate(() => document.documentElement.style.removeProperty('font-size'))
      await page.evaluate(lengthenWords)
      await expectNoOverflow(page, `${look.name}, long words`)
      await shoot(page, `${look.name}-long-words`)
      await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' })
      await shoot(page, `${look.name}-forced-colours`)
      await page.emulateMedia({ forcedColors: 'none', colorScheme: 'light' })
    }
    await release()
  })
})

test('the first start is drawn', async ({ page, fresh }) => {
  await page.setViewportSize({ width: 1180, height: 760 })
  for (const [path, name] of [
    ['/', 'first-overview'],
    ['/activity', 'first-requests'],
    ['/usage', 'first-usage'],
    ['/sessions', 'first-sessions'],
  ] as const) {
    await visit(page, fresh, path)
    await expect(page.getByText(/No request|No session/).first()).toBeVisible()
    await shoot(page, name)
    await expectAccessible(page, name)
  }
})

async function show(page: Page, box: Box, { path, shows, act }: Look): Promise<void> {
  if (page.url().startsWith(box.url)) await page.evaluate((to) => (location.hash = to), path(box))
  else await visit(page, box, path(box))
  await expect(page.getByText(shows).first()).toBeVisible()
  await act?.(page)
}

async function openSystemPrompt(page: Page): Promise<void> {
  await page.getByRole('region', { name: 'Conversation' }).focus()
  await page.keyboard.press('Home')
  await page.getByRole('button', { name: /System prompt/ }).click()
  await expect(page.getByText('cache 5m').first()).toBeVisible()
}

/** Opens the palette; it is closed again before the next look. */
async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('option').first()).toBeVisible()
}

async function openKeys(page: Page): Promise<void> {
  await closeDialogs(page)
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
}

/** The page ignores keys while a dialog is open. */
async function closeDialogs(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
}

async function askToDrain(page: Page): Promise<void> {
  await closeDialogs(page)
  await page.keyboard.press('d')
  await expect(page.getByText(/will finish/)).toBeVisible()
}

async function found(page: Page): Promise<void> {
  await expect(page.locator('mark')).toHaveText(TRANSCRIPTS.rareWord)
}

async function drawn(page: Page): Promise<void> {
  await expect(page.locator('.recharts-bar-rectangle').first()).toBeVisible()
}

// `Drain` → `Drainierungsvorgang`: about the length of German for short English words.
function lengthenWords() {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    node.textContent = (node.textContent ?? '').replaceAll(/[A-Z]\p{L}{3,}/gu, '$&ierungsvorgang')
  }
}
