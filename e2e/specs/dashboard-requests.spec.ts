import { conversationBodies } from '../dashboard-rig/conversation-bodies.ts'
import { textResponse } from '../dashboard-rig/replies.ts'
import { toolReply } from '../fake-upstream/tool-reply.ts'
import { COUNTS, expect, OPUS, rows, SESSION, test, visit } from './dashboard-stage.ts'

test.use({ viewport: { width: 1180, height: 760 }, permissions: ['clipboard-read', 'clipboard-write'] })

const [BODY = {}] = conversationBodies(OPUS)

test('a request that ends appears by itself at the top', async ({ page, box }) => {
  await visit(page, box, '/activity')
  await expect(rows(page).first()).toBeVisible()
  const id = await box.send(BODY, textResponse(COUNTS))
  await expect(rows(page).first().getByRole('link')).toHaveAttribute('href', `#/activity/${id}`)
})

test('the list does not move while the user has scrolled down, and offers the new rows', async ({
  page,
  box,
}) => {
  await visit(page, box, '/activity')
  const list = page.getByRole('region', { name: 'Requests' })
  await expect(rows(page).first()).toBeVisible()
  await list.evaluate((element) => element.scrollTo(0, 4_000))
  await expect(rows(page).first()).toHaveAttribute('aria-rowindex', /^\d\d\d$/)
  const before = await rows(page).nth(15).textContent()
  await box.send(BODY, textResponse(COUNTS))
  const news = page.getByRole('button', { name: /\d+ new/ })
  await expect(news).toBeVisible()
  expect(await rows(page).nth(15).textContent()).toBe(before)
  await news.click()
  await expect(news).toBeHidden()
})

test('J and K go through the rows, Enter opens, Esc goes back step by step', async ({ page, box }) => {
  await visit(page, box, `/activity?session=${SESSION}&group=none`)
  await expect(rows(page)).toHaveCount(box.turns.length)
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await expect(rows(page).nth(1).getByRole('link')).toBeFocused()
  await page.keyboard.press('k')
  await page.keyboard.press('Enter')
  const panel = page.getByRole('region', { name: 'Request', exact: true })
  await expect(panel).toContainText(box.turns[2] ?? '')
  await page.keyboard.press('j')
  await expect(panel).toContainText(box.turns[1] ?? '')
  await page.keyboard.press('Escape')
  await expect(panel).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(page.locator('[data-focused=true]')).toHaveCount(0)
})

test('filters narrow the list, stand in the address, and are taken away', async ({ page, box }) => {
  await visit(page, box, '/activity')
  const note = page.locator('h1 + p')
  await expect(note).not.toHaveText('…')
  const all = await note.textContent()
  await page.getByLabel('Outcome', { exact: true }).selectOption('failed')
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page).first()).toContainText('upstream disconnected')
  await expect(note).toContainText('1 of')
  expect(page.url()).toContain('outcome=failed')
  await page.reload()
  await expect(rows(page)).toHaveCount(1)
  await page.getByLabel('Outcome', { exact: true }).selectOption('limited')
  await expect(rows(page).first()).toContainText('529 overloaded')
  await page.getByRole('button', { name: 'Tool call' }).click()
  await expect(page.getByText('No requests match this filter.')).toBeVisible()
  await page.getByRole('button', { name: 'Clear' }).click()
  await expect(note).toHaveText(all ?? '')
})

test('a model is asked of the server, which counts it', async ({ page, box }) => {
  const model = 'claude-sonnet-4-5-20250929'
  const { total } = await box.get<{ total: number }>(`/api/requests/summary?limit=1&model=${model}`)
  expect(total).toBeGreaterThan(10)
  await visit(page, box, '/activity')
  await page.getByLabel('Model', { exact: true }).selectOption(model)
  await expect(page.locator('h1 + p')).toHaveText(String(total))
  await expect(rows(page).first()).toContainText('sonnet-4-5')
})

test('a search finds a session by a part of its id, and nothing by nonsense', async ({ page, box }) => {
  await visit(page, box, '/activity')
  await expect(rows(page).first()).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type(SESSION.slice(0, 8))
  await expect(rows(page)).toHaveCount(box.turns.length)
  await page.keyboard.press('Escape')
  await expect(page.getByLabel(/^Search/)).toHaveValue('')
  await page.keyboard.type('there is no such thing')
  await expect(page.getByText('No requests match this filter.')).toBeVisible()
})

test('a rare word of an answer is found at once, one of the system prompt only in the bodies', async ({
  page,
  box,
}) => {
  const reply = textResponse(COUNTS)
  // The word spans two pieces of the stream.
  const events = reply.events.map(({ data, ...event }) => ({
    ...event,
    data: data.replace('## What was wrong\\n\\n', 'A Zyzz').replace('The pattern knew', 'yva knew'),
  }))
  const system = [{ type: 'text', text: 'Never say quuxword.' }]
  const id = await box.send({ ...BODY, system }, { ...reply, events })
  await box.send(BODY, textResponse(COUNTS))
  await visit(page, box, '/activity?q=zyzzyva')
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page).first().getByRole('link')).toHaveAttribute('href', `#/activity/${id}?q=zyzzyva`)
  await visit(page, box, '/activity?q=quuxword')
  await expect(page.getByText('No requests match this filter.')).toBeVisible()
  await page.getByRole('button', { name: 'Search bodies too' }).press('Enter')
  expect(page.url()).toContain('in=bodies')
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page).first().getByRole('link')).toHaveAttribute(
    'href',
    `#/activity/${id}?q=quuxword&in=bodies`,
  )
  await expect(page.getByText('Searched all requests.')).toBeVisible()
  await expect(page.locator('h1 + p')).toHaveText(/^1 of \d+$/)
  await page.screenshot({ path: 'test-results/screenshots/requests-in-bodies.png' })

  // Matches in the list's own fields are still found.
  await visit(page, box, `/activity?in=bodies&q=${id}`)
  await expect(rows(page)).toHaveCount(1)
  await page.getByRole('button', { name: 'Search bodies' }).click()
  await expect(rows(page)).toHaveCount(1)
  expect(page.url()).not.toContain('in=bodies')
})

test('a search of bodies says how far it has looked, is stopped, and goes on where it failed', async ({
  page,
  box,
  complaints,
}) => {
  let responses: 'nothing' | 'error' | 'pages' = 'nothing'
  await page.route(/[?&]body=/, async (route) => {
    if (responses === 'error') return route.fulfill({ status: 500, json: { error: 'The disk is gone.' } })
    if (responses === 'pages') return route.continue()
    // Simulates a result page that covers the newest requests and has no match.
    if (!route.request().url().includes('before=')) {
      const url = `${box.url}/api/requests/summary?limit=2`
      const { next, requests } = (await (await fetch(url)).json()) as {
        next: string
        requests: { timestamp: string }[]
      }
      const searchedTo = requests.at(-1)?.timestamp
      return route.fulfill({ json: { requests: [], total: 0, offset: 0, limit: 200, next, searchedTo } })
    }
  })
  await visit(page, box, '/activity?in=bodies&q=direct%20and%20to%20the%20point')
  await expect(page.getByText(/^Searched back to/)).toBeVisible()
  await expect(page.getByText('No matches so far.')).toBeVisible()
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(page.getByText('Search stopped.')).toBeVisible()
  responses = 'error'
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByRole('alert')).toContainText('The disk is gone.')
  responses = 'pages'
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText('Searched all requests.')).toBeVisible()
  await expect(rows(page).first()).toBeVisible()
  expect(complaints.splice(0)).toHaveLength(1)
})

test('filters are typed into the search, become chips, and find each edit once', async ({ page, box }) => {
  const edit = {
    type: 'tool_use',
    id: 'toolu_css',
    name: 'Edit',
    input: { file_path: '/home/ada/app/theme.css' },
  }
  const asked = { role: 'user', content: 'Make it green' }
  const id = await box.send({ ...BODY, messages: [asked] }, toolReply('Edit', edit.input))
  const history = [asked, { role: 'assistant', content: [edit] }]
  const done = { type: 'tool_result', tool_use_id: 'toolu_css', content: 'done' }
  await box.send({ ...BODY, messages: [...history, { role: 'user', content: [done] }] }, textResponse(COUNTS))
  await visit(page, box, '/activity')
  await page.keyboard.press('/')
  await page.keyboard.type('tool:edit file:theme.css')
  await page.keyboard.press('Enter')
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page).first()).toContainText('Make it green')
  await expect(rows(page).first()).toContainText('Edit theme.css')
  await expect(rows(page).first().getByRole('link')).toHaveAttribute('href', new RegExp(id))
  await expect(page.getByLabel(/^Search,/)).toHaveValue('')
  await page.getByRole('button', { name: 'File theme.css' }).click()
  await expect(page).toHaveURL(/tool=edit/)
  await expect(page).not.toHaveURL(/file=/)
  await page.getByLabel(/^Search,/).fill('cost:>99 >1ms today ')
  await expect(page.getByText('No requests match this filter.')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Cost at least/ })).toBeVisible()
})

test('a heading sorts the list by its column, largest first, and a second click by time again', async ({
  page,
  box,
}) => {
  await visit(page, box, '/activity')
  await expect(rows(page).first()).toBeVisible()
  const column = (key: string) => rows(page).locator(`td:nth-child(${{ total: 5, output: 6, cost: 8 }[key]})`)
  for (const [name, key] of [
    ['Total, s', 'total'],
    ['Output', 'output'],
    ['Cost, $', 'cost'],
  ] as const) {
    await page.getByRole('button', { name }).click()
    await expect(page.getByRole('columnheader', { name })).toHaveAttribute('aria-sort', 'descending')
    await expect(async () => {
      const texts = (await column(key).allTextContents()).slice(0, 12)
      const numbers = texts.map((text) => (text === '–' ? -1 : Number(text.replaceAll(',', ''))))
      expect(numbers.length).toBeGreaterThan(8)
      expect(numbers).toEqual(numbers.toSorted((a, b) => b - a))
      expect(numbers[0]).toBeGreaterThan(0)
    }).toPass()
  }
  await page.getByRole('button', { name: 'Cost, $' }).click()
  await expect(page.getByRole('columnheader', { name: 'Time' })).toHaveAttribute('aria-sort', 'descending')
})
