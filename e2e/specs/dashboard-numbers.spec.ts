import type { Page } from '@playwright/test'
import { conversationBodies } from '../dashboard-rig/conversation-bodies.ts'
import { limitHeaders, overloaded, textResponse } from '../dashboard-rig/replies.ts'
import { shoot } from './dashboard-pictures.ts'
import { COUNTS, expect, test, visit } from './dashboard-stage.ts'

/** A single word of 200 letters, such as a mistyped model or a gateway's own name for one. */
const LONG = `claude-${'preview-internal-'.repeat(12)}`.slice(0, 200)
const WIDTHS = [1600, 1180, 880, 590]

/** Numbers that are partly outside the screen, or clipped by a container. */
function hiddenNumbers(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const clips = (element: Element) => getComputedStyle(element).overflowX !== 'visible'
    const frames = (element: Element | null): Element[] =>
      element === null ? [] : [...(clips(element) ? [element] : []), ...frames(element.parentElement)]
    return [...document.querySelectorAll('main [data-numeric="true"]')]
      .filter((element) => element.checkVisibility())
      .filter((element) => {
        const text = document.createRange()
        text.selectNodeContents(element)
        const { left, right } = text.getBoundingClientRect()
        const edges = frames(element.parentElement).map((frame) => frame.getBoundingClientRect())
        const isCut = edges.some((edge) => right > edge.right + 0.5 || left < edge.left - 0.5)
        return isCut || right > window.innerWidth
      })
      .map((element) => element.textContent ?? '')
  })
}

test('no name of 200 letters pushes a number off the screen, at any width', async ({ page, fresh }) => {
  const [body] = conversationBodies('claude-opus-4-5-20251101')
  if (!body) throw new Error('there is no first turn')
  const headers = { ...limitHeaders({ fiveHours: 0.5, sevenDays: 0.2 }), 'anthropic-organization-id': LONG }
  await fresh.send(body, textResponse(COUNTS, { headers: limitHeaders({ fiveHours: 0.4, sevenDays: 0.2 }) }))
  await fresh.send({ ...body, model: LONG }, textResponse(COUNTS, { headers }), {
    'x-claude-code-session-id': LONG,
  })
  await fresh.send({ ...body, model: `${LONG.slice(0, 190)}-typo` }, overloaded())

  for (const path of ['/usage?range=today', '/activity', '/', '/settings']) {
    await visit(page, fresh, path)
    if (path.startsWith('/usage')) {
      await expect(page.getByRole('region', { name: 'Usage by model' }).getByRole('row')).toHaveCount(1 + 2)
      await expect(page.getByRole('region', { name: 'Usage by organization' }).getByRole('row')).toHaveCount(
        1 + 2,
      )
    }
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 })
      expect.soft(await hiddenNumbers(page), `${path} at ${width}`).toEqual([])
    }
  }
})

test('a model that only failed is folded into one line below the others', async ({ page, fresh }) => {
  const [body] = conversationBodies('claude-opus-4-5-20251101')
  if (!body) throw new Error('there is no first turn')
  await fresh.send(body, textResponse(COUNTS))
  await fresh.send({ ...body, model: LONG }, overloaded())
  await visit(page, fresh, '/usage?range=today')
  const panel = page.getByRole('region', { name: 'By model' })
  await expect(panel.getByRole('row')).toHaveCount(1 + 1)
  await expect(panel.getByText(LONG)).toBeHidden()
  await panel.getByText('1 model without usage').click()
  await expect(panel.getByRole('link', { name: LONG })).toBeVisible()
  await expect(panel.getByText('1 request', { exact: true })).toBeVisible()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await shoot(page, `usage-failed-model-${colorScheme}`)
  }
})

test('two charts side by side have one baseline and hours from midnight on', async ({ page, box }) => {
  await page.setViewportSize({ width: 1180, height: 900 })
  await visit(page, box, '/usage?range=30d')
  const axes = page.locator('main .recharts-cartesian-axis.xAxis line.recharts-cartesian-axis-line')
  await expect(axes).toHaveCount(2)
  const tops = await axes.evaluateAll((lines) => lines.map((line) => line.getBoundingClientRect().top))
  expect(Math.abs((tops[0] ?? 0) - (tops[1] ?? 99))).toBeLessThan(1)
  const hours = page.getByRole('region', { name: 'Tokens by time of day' })
  await expect(hours.locator('.recharts-xAxis-tick-labels text')).toHaveText([
    '0:00',
    '3:00',
    '6:00',
    '9:00',
    '12:00',
    '15:00',
    '18:00',
    '21:00',
  ])
})

test('a session in the filter moves neither the list nor the button that clears it', async ({
  page,
  box,
}) => {
  await page.setViewportSize({ width: 1180, height: 800 })
  await visit(page, box, '/activity')
  const bar = page.getByRole('search').last()
  const before = await bar.boundingBox()
  await visit(page, box, '/activity?session=7e539d01-0000-4000-8000-000000000000')
  await expect(bar.getByRole('button', { name: 'Clear' })).toBeVisible()
  expect((await bar.boundingBox())?.height).toBe(before?.height)
})

test('the language control is as wide as its words', async ({ page, box }) => {
  await page.setViewportSize({ width: 1180, height: 800 })
  await visit(page, box, '/settings')
  const control = page.getByRole('group', { name: 'Language' })
  expect((await control.boundingBox())?.width).toBeLessThan(400)
})

test('one request is saved as an indented JSON object', async ({ page, box }) => {
  await visit(page, box, `/activity/${box.turns[0]}`)
  await page
    .getByRole('region', { name: 'Request', exact: true })
    .getByRole('button', { name: 'Export' })
    .click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'JSON' }).click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/\.json$/)
})
