import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expectRoomForLongWords, photographPage } from './dashboard-camera.ts'
import { type Box, expect, forgetProviders, test, visit } from './dashboard-stage.ts'

test.use({ viewport: { width: 1180, height: 760 } })
test.afterAll(({ box }) => forgetProviders(box))

const KEY = 'sk-local-0123456789-abcd'

interface Provider {
  name: string
  enabled: boolean
}

test('a provider is added, its key never comes back, and it is switched, deleted and kept', async ({
  page,
  box,
  complaints,
}) => {
  await visit(page, box, '/routing')
  await page.getByRole('button', { name: 'Add provider' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Not A Name')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByLabel('Name')).toHaveAccessibleDescription('Has an invalid format.')
  await dialog.getByLabel('Name').fill('local')
  await dialog.getByLabel('Address').fill('http://127.0.0.1:9/v1')
  await dialog.getByLabel('API key').fill(KEY)
  await dialog.getByLabel('Models').fill('small\nlarge')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  const item = page
    .getByRole('list', { name: 'Providers' })
    .getByRole('listitem')
    .filter({ hasText: 'local' })
  await expect(item).toContainText('small, large')
  expect(await page.content()).not.toContain(KEY)
  await item.getByRole('switch', { name: 'Use local' }).click()
  await expect.poll(async () => (await find(box, 'local'))?.enabled).toBe(false)
  await item.getByRole('switch', { name: 'Use local' }).click()
  await expect.poll(async () => (await find(box, 'local'))?.enabled).toBe(true)
  await item.getByRole('button', { name: 'Delete local' }).click()
  await expect(item).toBeHidden()
  await page.keyboard.press('z')
  await expect(item).toBeVisible()
  expect(await find(box, 'local')).toBeDefined()
  // The refused name.
  complaints.splice(0)
})

test('routes are set, deleted and brought back, and the bench says why a request goes there', async ({
  page,
  box,
  complaints,
}) => {
  await addLocal(box)
  await visit(page, box, '/routing')
  await page.getByRole('button', { name: 'Add route for Background' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByLabel('Model')).toHaveAccessibleDescription(/Enter the target model/)
  await dialog.getByLabel('Provider').selectOption('local')
  await dialog.getByLabel('Model').fill('small')
  await dialog.getByLabel('Fallbacks').fill('anthropic,claude-haiku-4-5')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  const background = page
    .getByRole('list', { name: 'Routes' })
    .getByRole('listitem')
    .filter({ hasText: 'Background' })
  await expect(background).toContainText('then anthropic claude-haiku-4-5')
  await page.getByRole('button', { name: 'Delete the route for Background' }).click()
  await expect(background).toContainText('No route')
  await page.keyboard.press('z')
  await expect(background).toContainText('local small')
  const agents = page.getByRole('region', { name: 'Sub-agents' })
  await agents.getByRole('textbox', { name: 'Sub-agent' }).fill('reviewer')
  await agents.getByLabel('Target').fill('missing,m')
  await agents.getByRole('button', { name: 'Add' }).click()
  await expect(agents.getByText(/The provider “missing” isn’t set up/)).toBeVisible()
  await agents.getByLabel('Target').fill('local,large')
  await agents.getByRole('button', { name: 'Add' }).click()
  await expect(agents.getByRole('list', { name: 'Sub-agents' })).toContainText('reviewer → local,large')

  const bench = page.getByRole('region', { name: 'Routing test' })
  await bench.getByText('Pasted body').click()
  const body = bench.getByRole('textbox', { name: 'Body' })
  await body.fill('{"model"')
  await expect(body).toHaveAccessibleDescription('Not a JSON object yet.')
  await body.fill('{"model":"claude-haiku-4-5","messages":[{"role":"user","content":"hi"}]}')
  await bench.getByRole('button', { name: 'Test routing' }).click()
  const attempts = bench.getByRole('list', { name: 'Targets, in order' }).getByRole('listitem')
  await expect(attempts).toHaveCount(2)
  await expect(attempts.first()).toContainText('local')
  await expect(bench.getByRole('list', { name: 'Checked rules' })).toContainText('background')
  await photographPage(page, 'routing')
  await page.setViewportSize({ width: 1180, height: 760 })
  await bench.getByText('Logged request').click()
  await bench.getByLabel('Request', { exact: true }).fill(box.turns[0] ?? '')
  await bench.getByRole('button', { name: 'Test routing' }).click()
  await expect(attempts).toHaveCount(1)
  await expect(attempts).toContainText('unchanged')
  // The refused sub-agent.
  complaints.splice(0)
})

test('what claude-code-router is set to is shown first, then taken over; a deletion outlives the page', async ({
  page,
  box,
  complaints,
}) => {
  await visit(page, box, '/routing')
  const panel = page.getByRole('region', { name: 'Import from claude-code-router' })
  await panel.getByRole('button', { name: 'Preview import' }).click()
  await expect(panel).toContainText('claude-code-router has no settings file.')
  complaints.splice(0)
  await mkdir(join(box.home, '.claude-code-router'), { recursive: true })
  await writeFile(
    join(box.home, '.claude-code-router', 'config.json'),
    JSON.stringify({
      Providers: [
        {
          name: 'other',
          api_base_url: 'http://127.0.0.1:9/v1/chat/completions',
          api_key: KEY,
          models: ['m'],
        },
      ],
      Router: { think: 'other,m' },
    }),
  )
  await panel.getByRole('button', { name: 'Preview import' }).click()
  await expect(panel.getByRole('list', { name: 'New entries' })).toContainText('Route think: other m')
  expect(await find(box, 'other')).toBeUndefined()
  await panel.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByRole('list', { name: 'Providers' })).toContainText('other')
  await expect(page.getByRole('button', { name: /^Routes use other/ })).toBeDisabled()
  await page.getByRole('button', { name: 'Delete the route for Thinking' }).click()
  await page.getByRole('button', { name: 'Delete other' }).click()
  await page.getByRole('link', { name: 'Overview' }).click()
  await expect.poll(() => find(box, 'other')).toBeUndefined()
  await page.getByRole('link', { name: 'Routing' }).click()
  await expect(page.getByRole('list', { name: 'Providers' })).not.toContainText('other')
  await expectRoomForLongWords(page)
})

async function addLocal(box: Box): Promise<void> {
  if (await find(box, 'local')) return
  const provider = {
    name: 'local',
    apiBaseUrl: 'http://127.0.0.1:9/v1',
    apiKey: KEY,
    models: ['small', 'large'],
  }
  await fetch(`${box.url}/api/providers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(provider),
  })
}

async function find({ get }: Box, name: string): Promise<Provider | undefined> {
  return (await get<Provider[]>('/api/providers')).find((provider) => provider.name === name)
}
