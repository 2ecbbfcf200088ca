import { conversationBodies } from '../dashboard-rig/conversation-bodies.ts'
import { textResponse } from '../dashboard-rig/replies.ts'
import { expectAccessible, shoot } from './dashboard-pictures.ts'
import { COUNTS, expect, OPUS, test, visit } from './dashboard-stage.ts'

test.use({ viewport: { width: 1180, height: 760 } })

const [BODY = {}] = conversationBodies(OPUS)

test('a stopwatch counts what was used between two presses, and outlives the page', async ({ page, box }) => {
  await visit(page, box, '/usage?range=today')
  await page.getByRole('button', { name: 'Stopwatch' }).click()
  const watch = page.getByRole('region', { name: 'Stopwatch' })
  const requests = watch.locator('[class*=figure]').filter({ hasText: 'Requests' }).first()
  await expect(requests).toHaveText(/^0/)
  await box.send(BODY, textResponse(COUNTS))
  await expect(requests).toHaveText(/^1/)

  await page.reload()
  await expect(watch).toContainText(/0:\d\d, since \d\d:\d\d:\d\d/)
  await expect(requests).toHaveText(/^1/)
  await shoot(page, 'stopwatch')
  await expectAccessible(page, 'stopwatch')

  await page.keyboard.press('s')
  await expect(watch).toContainText(/0:\d\d, from \d\d:\d\d:\d\d to \d\d:\d\d:\d\d/)
  await box.send(BODY, textResponse(COUNTS))
  // An unchanged total may be one that was not requested yet.
  await page.waitForResponse((response) => response.url().includes('/api/costs'))
  await expect(requests).toHaveText(/^1/)
  await watch.getByRole('button', { name: 'Discard' }).click()
  await expect(watch).toBeHidden()
  await page.reload()
  await expect(page.getByRole('button', { name: 'Stopwatch' })).toBeVisible()
  await expect(watch).toBeHidden()
})
