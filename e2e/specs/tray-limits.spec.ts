import { LIMIT_CASES, type LimitCase } from '../limit-rig/limit-cases.ts'
import { readCase } from '../limit-rig/read-case.ts'
import { type Look, photograph } from './tray-camera.ts'
import { idle, running } from './tray-scenes.ts'
import { expect, test } from './tray-stage.ts'

/** Those with the longest words. */
const GERMAN = new Set([
  'fable-then-haiku',
  'overage-in-use',
  'no-credits-left',
  'another-account',
  'fast-and-priority',
  'window-over',
])

const toScene = async (one: LimitCase) => ({ ...idle(), limits: await readCase(one, Date.now()) })

const toLook = (one: LimitCase, language: 'en' | 'de'): Look => ({
  name: `limits-${one.name}${language === 'de' ? '-german' : ''}`,
  scene: () => toScene(one),
  app: { ...running(), language },
  shows: one.says[0]?.[1] ?? '',
})

photograph(LIMIT_CASES.map((one) => toLook(one, 'en')))
photograph(LIMIT_CASES.filter(({ name }) => GERMAN.has(name)).map((one) => toLook(one, 'de')))

for (const one of LIMIT_CASES) {
  test(`${one.name}: the tray shows the lines of the case in their order`, async ({ page, stage }) => {
    stage.scene = await toScene(one)
    await page.goto(stage.url)
    const limits = page.getByRole('region', { name: 'Limits' })
    await expect(limits.locator('li > :first-child')).toHaveText(one.says.map(([name]) => name))
    await expect(limits.locator('li > :nth-child(3)')).toHaveText(one.says.map(([, used]) => used))
    for (const note of one.notes ?? []) await expect(limits).toContainText(note)
  })
}
