import { readFile } from 'node:fs/promises'
import { conversationBodies } from '../dashboard-rig/conversation-bodies.ts'
import { endless, textResponse } from '../dashboard-rig/replies.ts'
import { TRANSCRIPTS } from '../dashboard-rig/write-transcripts.ts'
import { clipboard, COUNTS, expect, OPUS, rows, SESSION, test, visit } from './dashboard-stage.ts'

test.use({ viewport: { width: 1180, height: 760 }, permissions: ['clipboard-read', 'clipboard-write'] })

const [BODY = {}] = conversationBodies(OPUS)

test('the overview says what the API says: state, today, limits, last errors', async ({ page, box }) => {
  await visit(page, box, '/')
  const now = page.getByRole('region', { name: 'Now' })
  // Two of the five failed: either the last minute's finding or no finding any more, consistent with the header.
  const said =
    /^\d of \d+ requests to 127\.0\.0\.1:\d+ failed in the last minute\.$|^Not connected, but \d+ requests/
  const sentence = (await now.getByText(said).textContent()) ?? ''
  await expect(page.getByRole('status').first()).toContainText(sentence)
  const failed = now.getByRole('link', { name: /^2 of \d+, \d\d %$/ })
  await expect(failed).toHaveAttribute('href', /^#\/activity\?outcome=unsuccessful&from=\d{4}-/)
  const today = page.getByRole('region', { name: 'Today', exact: true })
  await expect(today).toContainText(/≈ \$\d+\.\d\d/)
  const limits = page.getByRole('region', { name: 'Limits' })
  await expect(limits).toContainText('86 %')
  await expect(limits).toContainText('31 %')
  // Three of five hours have passed.
  await expect(limits).toContainText(/At this pace, reached at \d\d:\d\d\./)
  await expect(limits.getByRole('meter', { name: '5 h limit' })).toHaveAttribute('value', '0.86')
  const errors = page.getByRole('region', { name: 'Last errors' })
  await expect(errors).toContainText('529 overloaded')
  await errors.locator(`a[href="#/activity/${box.overloaded}"]`).click()
  await expect(page.getByRole('region', { name: 'Request', exact: true })).toContainText('529 overloaded')
})

test('activity shows what is in flight and how far it is, and what ends comes at the top of the log', async ({
  page,
  box,
}) => {
  const release = await box.hold(BODY, endless())
  await visit(page, box, '/activity')
  const flight = page.getByRole('region', { name: 'In flight' })
  await expect(flight.getByRole('listitem')).toHaveCount(1)
  await expect(flight).toContainText('streaming')
  await release()
  await expect(flight).toContainText('None.')
  await expect(rows(page).first()).toContainText('cancelled')
})

test('without pushes the page asks, and says so', async ({ page, box, complaints }) => {
  await page.route('**/api/events', (route) => route.abort())
  await visit(page, box, '/activity')
  await expect(page.getByText('Live updates unavailable, refreshing every 3 s')).toBeVisible()
  const id = await box.send(BODY, textResponse(COUNTS))
  await expect(rows(page).first().getByRole('link')).toHaveAttribute('href', `#/activity/${id}`)
  complaints.splice(0)
})

test('activity says that there are no requests only once it knows', async ({ page, box }) => {
  const asked = Promise.withResolvers<void>()
  await page.route('**/api/requests/summary*', async (route) => {
    await asked.promise
    await route.continue()
  })
  await visit(page, box, '/activity')
  await expect(page.getByText('…', { exact: true })).toBeVisible()
  await expect(page.getByText('No requests yet.')).toBeHidden()
  asked.resolve()
  await expect(rows(page).first()).toBeVisible()
})

test('usage follows its range, by address too, and is drawn and listed', async ({ page, box }) => {
  await visit(page, box, '/usage?range=30d')
  const models = page.getByRole('region', { name: 'Usage by model' })
  await expect(models.getByRole('row')).toHaveCount(1 + 3)
  await expect(
    page.getByRole('region', { name: 'Tokens by day' }).locator('.recharts-bar-rectangle').first(),
  ).toBeVisible()
  await expect(page.getByRole('region', { name: 'Tokens by time of day' })).toContainText('opus-4-5')
  const requests = page.locator('[class*=figure]').filter({ hasText: 'Requests' }).first()
  const month = await requests.textContent()
  await page.getByText('Today', { exact: true }).click()
  await expect(requests).not.toHaveText(month ?? '')
  await expect(page.getByRole('region', { name: 'Tokens by day' })).toBeHidden()
  expect(page.url()).toContain('range=today')
  await page.getByText('Custom', { exact: true }).click()
  await expect(page.getByLabel('From')).toBeVisible()
  await page.getByText('Costs are estimates.').click()
  await expect(page.getByText(/An estimate from logged usage/)).toBeVisible()
})

test('usage is grouped by what it was used for, and a group leads to its requests', async ({ page, box }) => {
  await visit(page, box, '/usage?range=30d')
  const panel = page.getByRole('region', { name: 'Where it went' })
  const groups = page.getByRole('region', { name: 'Usage by group' })
  await expect(groups.getByRole('row')).not.toHaveCount(1)
  for (const [name, address] of [
    ['Session', 'session'],
    ['Model', 'model'],
    ['Agent', 'kind'],
    ['Day', 'day'],
    ['Project', 'project'],
  ] as const) {
    await panel.getByText(name, { exact: true }).first().click()
    await expect(groups.getByRole('columnheader').first()).toHaveText(name)
    expect(page.url()).toContain(`by=${address}`)
  }
  await panel.getByText('Session', { exact: true }).first().click()
  const first = groups.getByRole('link').first()
  const session = (await first.getAttribute('title')) ?? ''
  await first.click()
  await expect(page).toHaveURL(new RegExp(`#/activity\\?.*session=${session}`))
  await expect(rows(page).first()).toBeVisible()
})

test('usage is narrowed to an organization and saved as CSV', async ({ page, box }) => {
  await visit(page, box, '/usage?range=30d')
  const organizations = page.getByRole('region', { name: 'Usage by organization' })
  await expect(organizations.getByRole('row')).toHaveCount(1 + 2)
  await organizations.getByRole('link', { name: 'org-work' }).click()
  await expect(page.getByLabel('Organization')).toHaveValue('org-work')
  await page.getByText('30 days', { exact: true }).click()
  await expect(page.getByRole('region', { name: 'Usage by model' }).getByRole('row')).not.toHaveCount(1)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'CSV' }).click()
  const text = await readFile(await (await download).path(), 'utf8')
  expect(text.split('\r\n')[0]).toBe(
    'date,model,requests,input_tokens,cache_creation_input_tokens,cache_read_input_tokens,output_tokens,estimate_usd,cache_creation_1h_input_tokens,web_search_requests',
  )
  expect(text.split('\r\n').length).toBeGreaterThan(10)
})

test('conversations are listed by project, and one is read with its sub-agent and goes on', async ({
  page,
  box,
}) => {
  await visit(page, box, '/sessions?view=transcripts')
  const project = page.getByRole('region', { name: TRANSCRIPTS.folder })
  await expect(project.getByRole('link')).toHaveCount(2)
  await project.getByRole('link', { name: new RegExp(TRANSCRIPTS.firstWords) }).click()
  const transcript = page.getByRole('region', { name: 'Transcript' })
  await expect(transcript).toContainText(TRANSCRIPTS.rareWord)
  const read = transcript.getByRole('article', { name: 'Tool call: Read' })
  await expect(read).toContainText('export const parse')
  await transcript.getByRole('button', { name: /Sub-agent conversation/ }).click()
  await expect(transcript).toContainText('Task for a sub-agent')
  await page.getByRole('button', { name: 'Copy resume command' }).click()
  await expect
    .poll(() => clipboard(page))
    .toBe(`cd ${TRANSCRIPTS.folder} && claude --resume ${TRANSCRIPTS.session}`)
  await page.getByRole('link', { name: 'Show requests' }).click()
  expect(page.url()).toContain(`#/activity?session=${SESSION}`)
  await expect(rows(page).first()).toBeVisible()
})

test('what was said is found in all conversations, and leads to its line', async ({ page, box }) => {
  await visit(page, box, '/sessions?view=transcripts')
  await page.getByLabel(/^Search titles/).fill(TRANSCRIPTS.rareWord)
  const hits = page.getByRole('region', { name: 'Text matches' })
  await expect(hits.locator('mark')).toHaveText(TRANSCRIPTS.rareWord)
  await hits.getByRole('link').click()
  expect(page.url()).toContain(`at=line-3`)
  await expect(page.getByRole('region', { name: 'Transcript' })).toContainText(TRANSCRIPTS.rareWord)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('region', { name: 'Transcript' })).toBeHidden()
})
