import type { Page } from '@playwright/test'
import { conversationBodies } from '../dashboard-rig/conversation-bodies.ts'
import { endless } from '../dashboard-rig/replies.ts'
import { TRANSCRIPTS } from '../dashboard-rig/write-transcripts.ts'
import { expectAccessible, expectNoOverflow, shoot, shootWhole } from './dashboard-pictures.ts'
import { type Box, expect, forgetProviders, OPUS, SESSION, test, visit } from './dashboard-stage.ts'
import { findEnglish, listenToServer } from './find-english.ts'

test.use({ locale: 'de-DE' })
test.afterAll(({ box }) => forgetProviders(box))

interface Look {
  name: string
  path: (box: Box) => string
  /** Text that appears once the page is complete. */
  shows: string | RegExp
  act?: (page: Page) => Promise<void>
}

const LOOKS: readonly Look[] = [
  { name: 'overview', path: () => '/', shows: /Bei diesem Tempo/ },
  { name: 'live', path: () => '/activity', shows: 'streamt' },
  { name: 'requests', path: () => '/activity', shows: '529 überlastet' },
  { name: 'requests-filtered', path: () => '/activity?outcome=failed&speed=slow', shows: /Filter/ },
  {
    name: 'requests-nothing',
    path: () => '/activity?q=nonsense',
    shows: 'Keine Anfrage entspricht diesem Filter.',
  },
  { name: 'request', path: ({ turns }) => `/activity/${turns[2]}`, shows: 'What was wrong' },
  { name: 'request-full', path: ({ turns }) => `/activity/${turns[1]}?view=full`, shows: 'Now the tests.' },
  { name: 'request-error', path: ({ overloaded }) => `/activity/${overloaded}`, shows: 'told to answer 529' },
  {
    name: 'request-cut',
    path: ({ cut }) => `/activity/${cut}?tab=timing`,
    shows: 'Zeit bis zum ersten Byte',
  },
  tab('context', 'Was den Kontext füllt'),
  tab('changes', '2 Unterschiede.'),
  tab('headers', 'geschwärzt'),
  tab('raw', /"max_tokens": 32000/),
  tab('timing', 'Zeit bis zum ersten Byte'),
  tab('usage', '31.000'),
  { name: 'usage', path: () => '/usage?range=30d', shows: 'Nach Organisation', act: drawn },
  { name: 'usage-custom', path: () => '/usage?range=custom', shows: 'Token nach Tageszeit', act: unfold },
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
    shows: 'Treffer im Text',
  },
  { name: 'logs', path: () => '/logs', shows: 'Protokoll' },
  { name: 'connect', path: () => '/connect', shows: /Stellen geprüft/ },
  { name: 'header-rules', path: () => '/header-rules', shows: 'x-team auf „blau“ setzen', act: tryRules },
  {
    name: 'header-rule',
    path: () => '/header-rules',
    shows: 'Antworten',
    act: press('Regel hinzufügen für Anfragen'),
  },
  { name: 'routing', path: () => '/routing', shows: 'Alles andere', act: press('Routing testen') },
  { name: 'provider', path: () => '/routing', shows: 'Alles andere', act: press('Anbieter hinzufügen') },
  {
    name: 'route',
    path: () => '/routing',
    shows: 'Alles andere',
    act: press('Route hinzufügen: Langer Kontext'),
  },
  { name: 'settings', path: () => '/settings', shows: /Das Anfrageprotokoll belegt/ },
  {
    name: 'delete-all',
    path: () => '/settings',
    shows: /Das Anfrageprotokoll belegt/,
    act: press('Alle Anfragen löschen …'),
  },
  { name: 'palette', path: () => '/', shows: 'Limits', act: keys('Control+k') },
  { name: 'keys', path: () => '/', shows: 'Limits', act: keys('?') },
  { name: 'drain', path: () => '/activity', shows: 'streamt', act: keys('d') },
  { name: 'no-page', path: () => '/nowhere', shows: 'Zur Übersicht' },
]

/** The smallest size of the window, and its initial size. */
const WINDOWS = [
  { width: 880, height: 560 },
  { width: 1180, height: 760 },
]
/** Pages with controls of their own to check for accessibility; the others consist of the same parts. */
const LOOKED_OVER = new Set([
  'overview',
  'requests',
  'request',
  'usage',
  'connect',
  'header-rules',
  'routing',
  'route',
])

for (const part of [0, 1]) {
  test(`every page and dialog speaks German, and has room for it, part ${part + 1} of 2`, async ({
    page,
    box,
  }) => {
    test.slow()
    await furnish(box)
    const served = listenToServer(page)
    const release = await box.hold(conversationBodies(OPUS)[0] ?? {}, endless())
    for (const look of LOOKS.filter((_, index) => index % 2 === part)) {
      await show(page, box, look)
      await expect(page.locator('html')).toHaveAttribute('lang', 'de')
      for (const size of WINDOWS) {
        await page.setViewportSize(size)
        await shootWhole(page, `german-${look.name}-${size.width}`)
        expect.soft(await findEnglish(page, served), look.name).toEqual([])
        await expectNoOverflow(page, look.name)
        expect.soft(await page.evaluate(findCramped), look.name).toEqual([])
      }
      if (LOOKED_OVER.has(look.name)) await expectAccessible(page, look.name)
    }
    await release()
  })
}

test('the first start speaks German too', async ({ page, fresh }) => {
  await page.setViewportSize({ width: 880, height: 560 })
  const served = listenToServer(page)
  for (const path of ['/', '/activity', '/usage', '/sessions', '/connect', '/routing']) {
    await visit(page, fresh, path)
    await expect(
      page
        .locator('main')
        .getByText(/kein|direkt|Alles andere/i)
        .first(),
    ).toBeVisible()
    await shoot(page, `german-first${path.replace('/', '-')}`)
    expect.soft(await findEnglish(page, served), path).toEqual([])
    await expectNoOverflow(page, path)
    expect.soft(await page.evaluate(findCramped), path).toEqual([])
  }
})

test('English stays if it is chosen in the settings', async ({ page, box }) => {
  await page.addInitScript(() => localStorage.setItem('signalbox.language', 'en'))
  await visit(page, box, '/usage')
  await expect(page.getByRole('heading', { level: 1, name: 'Usage' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
})

/** Adds rules and a route, so that their lists have content. */
async function furnish({ url }: Box): Promise<void> {
  const rule = { header: 'x-team', action: 'set', value: 'blau', enabled: true }
  const provider = {
    name: 'lokal',
    apiBaseUrl: 'http://127.0.0.1:9/v1',
    apiKey: 'sk-not-a-key',
    models: ['klein'],
  }
  const route = {
    provider: 'lokal',
    model: 'klein',
    fallbacks: [{ provider: 'anthropic', model: 'claude-haiku-4-5' }],
  }
  await put(`${url}/api/settings`, { requestHeaderRules: [rule], responseHeaderRules: [] })
  await fetch(`${url}/api/providers`, { ...JSON_BODY, method: 'POST', body: JSON.stringify(provider) })
  await put(`${url}/api/routes`, {
    routes: { think: route },
    subagents: { enable: true, mappings: { prüfer: 'lokal,klein' } },
  })
}

const JSON_BODY = { headers: { 'content-type': 'application/json' } }

async function put(address: string, body: object): Promise<void> {
  const response = await fetch(address, { ...JSON_BODY, method: 'PUT', body: JSON.stringify(body) })
  expect(response.status, await response.text()).toBe(200)
}

async function show(page: Page, box: Box, { path, shows, act }: Look): Promise<void> {
  // A new document: closes what the previous look opened.
  await page.goto('about:blank')
  await page.goto(`${box.url}/#${path(box)}`)
  await expect(page.getByText(shows).first()).toBeVisible()
  await act?.(page)
}

function tab(name: string, shows: string | RegExp): Look {
  return { name: `request-${name}`, path: ({ turns }) => `/activity/${turns[2]}?tab=${name}`, shows }
}

function press(name: string): (page: Page) => Promise<void> {
  return async (page) => {
    await page.getByRole('button', { name }).click()
    await expect(page.locator('dialog[open], [aria-label="Geprüfte Regeln"]').first()).toBeVisible()
  }
}

function keys(combination: string): (page: Page) => Promise<void> {
  return async (page) => {
    await page.keyboard.press(combination)
    await expect(
      page
        .locator('dialog[open]')
        .or(page.getByText(/läuft noch zu Ende/))
        .first(),
    ).toBeVisible()
  }
}

async function tryRules(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Regeln testen' }).click()
  await expect(page.getByRole('list', { name: 'Wirkung der einzelnen Regeln' })).toBeVisible()
}

async function drawn(page: Page): Promise<void> {
  await expect(page.locator('.recharts-bar-rectangle').first()).toBeVisible()
}

async function unfold(page: Page): Promise<void> {
  await drawn(page)
  await page.locator('summary').click()
}

/** Buttons, tabs and choices whose text is cut off or wraps to a second line. */
function findCramped(): string[] {
  const controls = document.querySelectorAll<HTMLElement>(
    'main button, header button, dialog button, main [role=tab], fieldset label',
  )
  return [...controls].filter(isCramped).map((control) => control.outerHTML.slice(0, 160))

  function isCramped(control: HTMLElement): boolean {
    // The rule's sentence, a section title and similar are clickable texts.
    if (getComputedStyle(control).textAlign !== 'center' && control.tagName === 'BUTTON') return false
    if (control.scrollWidth > control.clientWidth + 1) return true
    const range = document.createRange()
    range.selectNodeContents(control)
    const tops = [...range.getClientRects()]
      .filter(({ width, height }) => width > 1 && height > 8)
      .map(({ bottom }) => Math.round(bottom / 8))
    return Math.max(...tops) - Math.min(...tops) > 2
  }
}
