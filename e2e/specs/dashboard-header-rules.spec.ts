import type { Page } from '@playwright/test'
import { expectRoomForLongWords, photographPage } from './dashboard-camera.ts'
import { type Box, expect, test, visit } from './dashboard-stage.ts'

test.use({ viewport: { width: 1180, height: 760 } })

interface Rules {
  requestHeaderRules: { header: string; action: string; enabled: boolean; value?: string }[]
}

test.beforeEach(async ({ box }) => put(box, []))
test.afterAll(async ({ box }) => put(box, []))

test('a rule is added with what is wrong said at its field, and changes the next request', async ({
  page,
  box,
}) => {
  await visit(page, box, '/header-rules')
  await expect(page.getByText('No rules. Request headers are forwarded unchanged.')).toBeVisible()
  await page.getByRole('button', { name: 'Add rule for requests' }).click()
  const dialog = page.getByRole('dialog', { name: 'New request rule' })
  await dialog.getByLabel('Header', { exact: true }).fill('Host')
  await page.keyboard.press('Enter')
  await expect(dialog.getByLabel('Header', { exact: true })).toHaveAccessibleDescription(
    /Rules can’t change the header/,
  )
  await dialog.getByLabel('Header', { exact: true }).fill('x-team')
  await dialog.getByLabel('Value').fill('blau')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(list(page)).toContainText('Set x-team to “blau”')
  expect((await read(box)).requestHeaderRules).toEqual([
    { header: 'x-team', action: 'set', value: 'blau', enabled: true },
  ])
})

test('what the API refuses is said at its field', async ({ page, box, complaints }) => {
  await visit(page, box, '/header-rules')
  await page.route('**/api/settings', async (route) => {
    if (route.request().method() !== 'PUT') return route.continue()
    // The server's real response to a rule that the page itself would reject.
    const body = {
      requestHeaderRules: [{ header: 'x-a', action: 'set', enabled: true }],
      responseHeaderRules: [],
    }
    return route.continue({ postData: JSON.stringify(body) })
  })
  await page.getByRole('button', { name: 'Add rule for requests' }).click()
  await page.getByLabel('Header', { exact: true }).fill('x-a')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Value')).toHaveAccessibleDescription('A value is required.')
  complaints.splice(0)
})

test('rules are moved by keys and buttons, switched off, deleted and brought back', async ({ page, box }) => {
  await put(box, ['x-a', 'x-b', 'x-c'])
  await visit(page, box, '/header-rules')
  const items = list(page).getByRole('listitem')
  await items.nth(2).getByTitle('Edit (Enter)').focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect(items.nth(1)).toContainText('x-c')
  await expect(items.nth(1).getByTitle('Edit (Enter)')).toBeFocused()
  await items
    .nth(1)
    .getByRole('button', { name: /^Move up/ })
    .click()
  await expect(items.nth(0)).toContainText('x-c')
  await items.nth(0).getByRole('switch').click()
  await expect(items.nth(0)).toContainText('off')
  await items
    .nth(0)
    .getByRole('button', { name: /^Delete/ })
    .click()
  await expect(items).toHaveCount(2)
  await expect(page.getByText('Deleted: Set x-c to “1”.')).toBeVisible()
  await page.keyboard.press('z')
  await expect(items).toHaveCount(3)
  expect((await read(box)).requestHeaderRules.map(({ header, enabled }) => [header, enabled])).toEqual([
    ['x-c', false],
    ['x-a', true],
    ['x-b', true],
  ])
})

test('a dry run shows before and after for each rule, on a logged request and on pasted headers', async ({
  page,
  box,
}) => {
  await put(box, ['anthropic-beta', 'x-new'])
  await visit(page, box, '/header-rules')
  const bench = page.getByRole('region', { name: 'Dry run' })
  await bench
    .getByLabel('Request', { exact: true })
    .last()
    .fill(box.turns[0] ?? '')
  await bench.getByRole('button', { name: 'Test rules' }).click()
  const effects = bench.getByRole('list', { name: 'Effect of each rule' }).getByRole('listitem')
  await expect(effects.nth(0)).toContainText('claude-code-20250219')
  await expect(effects.nth(1)).toContainText('not present')
  await photographPage(page, 'header-rules')
  await bench.getByText('Pasted headers').click()
  await bench.getByLabel('Headers', { exact: true }).fill('anthropic-beta: a, b')
  await bench.getByRole('button', { name: 'Test rules' }).click()
  await expect(effects.nth(0)).toContainText('a, b')
  await expectRoomForLongWords(page)
})

function list(page: Page) {
  return page.getByRole('list', { name: 'Request rules' })
}

async function read({ get }: Box): Promise<Rules> {
  return get<Rules>('/api/settings')
}

async function put({ url }: Box, headers: readonly string[]): Promise<void> {
  const requestHeaderRules = headers.map((header) => ({ header, action: 'set', value: '1', enabled: true }))
  const response = await fetch(`${url}/api/settings`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ requestHeaderRules, responseHeaderRules: [] }),
  })
  expect(response.status).toBe(200)
}
