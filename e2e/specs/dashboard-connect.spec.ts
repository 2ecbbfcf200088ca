import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { conversationBodies } from '../dashboard-rig/conversation-bodies.ts'
import { textResponse } from '../dashboard-rig/replies.ts'
import { expectRoomForLongWords, photographPage } from './dashboard-camera.ts'
import { COUNTS, expect, OPUS, test, visit } from './dashboard-stage.ts'

test.use({ viewport: { width: 1180, height: 760 } })
// A prompt opened by a key ignores input for half a second, so that continued typing does not answer it.
test.beforeEach(({ page }) => page.clock.install())

test('the switch writes exactly what it showed, and disconnecting restores every byte', async ({
  page,
  fresh,
}) => {
  const settings = join(fresh.home, '.claude', 'settings.json')
  const before = '{\n    "model": "opus"\n}\n'
  await writeFile(settings, before)
  await visit(page, fresh, '/connect')
  const panel = page.getByRole('region', { name: 'Claude Code', exact: true })
  await expect(panel).toContainText('Not connected. Claude Code talks to Anthropic directly.')
  const added = panel.getByRole('list', { name: 'Changes when connecting' }).locator('[data-kind=added]')
  await expect(added.filter({ hasText: fresh.url })).toHaveCount(1)
  const promised = await added.locator('span:last-child').allTextContents()
  await page.keyboard.press('k')
  await page.clock.fastForward(600)
  await page.getByRole('alertdialog').getByRole('button', { name: 'Connect' }).click()
  await expect(panel).toContainText('Connected. Waiting for the first request.')
  const written = await readFile(settings, 'utf8')
  for (const line of promised) expect(written.split('\n')).toContain(line)
  expect(written).toContain('\n    "model": "opus",\n')
  await expect(panel.getByRole('list', { name: 'Changes when disconnecting' })).toBeVisible()
  await photographPage(page, 'connect-on')
  await panel.getByRole('switch', { name: 'Connect Claude Code' }).click()
  await expect(panel).toContainText('Not connected. Claude Code talks to Anthropic directly.')
  await expect.poll(() => readFile(settings, 'utf8')).toBe(before)
})

test('a value changed in the meantime stays unchanged, and is named', async ({ page, fresh }) => {
  const settings = join(fresh.home, '.claude', 'settings.json')
  await visit(page, fresh, '/connect')
  await page.getByRole('switch', { name: 'Keep tool search on' }).click()
  await expect(page.getByText('Also written, as chosen above: ENABLE_TOOL_SEARCH=true.')).toBeVisible()
  await page.keyboard.press('k')
  await page.clock.fastForward(600)
  await page.getByRole('alertdialog').getByRole('button', { name: 'Connect' }).click()
  await expect(page.getByText('Connected. Waiting for the first request.').last()).toBeVisible()
  const written = await readFile(settings, 'utf8')
  expect(written).toContain('"ENABLE_TOOL_SEARCH": "true"')
  await writeFile(settings, written.replace(fresh.url, 'http://127.0.0.1:1'))
  await page.getByRole('switch', { name: 'Connect Claude Code' }).click()
  await expect(page.getByText(/^Not restored/)).toContainText('ANTHROPIC_BASE_URL')
  expect(await readFile(settings, 'utf8')).toContain('http://127.0.0.1:1')
})

test('the first run ends when a request has been seen to arrive', async ({ page, fresh }) => {
  await visit(page, fresh, '/connect')
  const checklist = page.getByRole('region', { name: 'Setup' })
  await expect(checklist).toContainText('3 of 5 done')
  await page.getByRole('switch', { name: 'Connect Claude Code' }).click()
  await expect(checklist).toContainText('4 of 5 done')
  const id = await fresh.send(conversationBodies(OPUS)[0] ?? {}, textResponse(COUNTS))
  await expect(checklist).toContainText('5 of 5 done')
  await expect(checklist.getByRole('link')).toHaveAttribute('href', `#/activity/${id}`)
  await expectRoomForLongWords(page)
})

test('the doctor finds what has more weight, says where, and what helps', async ({ page, fresh }) => {
  const shell = join(fresh.home, '.bashrc')
  await writeFile(shell, 'export ANTHROPIC_BASE_URL=http://127.0.0.1:1\n')
  await mkdir(join(fresh.home, '.claude'), { recursive: true })
  await writeFile(join(fresh.home, '.claude', 'settings.json'), '{ "env": ')
  await visit(page, fresh, '/connect')
  const doctor = page.getByRole('region', { name: 'Doctor' })
  await expect(doctor.getByRole('list', { name: 'Findings' }).getByRole('listitem').first()).toBeVisible()
  await expect(doctor.getByRole('region', { name: 'Variables by location' })).toContainText(`${shell}:1`)
  await expect(page.getByText('Claude Code’s settings can’t be read.').first()).toBeVisible()
  await photographPage(page, 'connect-doctor')
})
