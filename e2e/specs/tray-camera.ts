import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import type { AppInfo } from '../../shared/ipc.ts'
import { expect, type Scene, type Stage, test } from './tray-stage.ts'

export interface Look {
  /** Name of the screenshots: test-results/screenshots/tray-*.png. */
  name: string
  /** Created when the test runs, because its ages count from then. */
  scene: () => Scene | Promise<Scene>
  app: AppInfo
  /** Text that appears once the state is reached. */
  shows: string
  /** Action after the page is shown. */
  act?: (page: Page, stage: Stage) => Promise<void>
}

const EACH_ONCE = [
  { colorScheme: 'light', scale: 1 },
  { colorScheme: 'dark', scale: 2 },
] as const

const CROSSED = [
  { colorScheme: 'light', scale: 2 },
  { colorScheme: 'dark', scale: 1 },
] as const

/** Each theme and each scale once; all four combinations with `SIGNALBOX_PICTURES=all`. */
const SETTINGS = process.env['SIGNALBOX_PICTURES'] === 'all' ? [...EACH_ONCE, ...CROSSED] : EACH_ONCE

/** Takes screenshots of each look in both themes, and checks for overflow and accessibility violations. */
export function photograph(looks: readonly Look[]): void {
  expect(looks.length).toBeGreaterThan(0)
  for (const { colorScheme, scale } of SETTINGS) {
    test.describe(`${colorScheme} at ${scale}x`, () => {
      test.use({ colorScheme, deviceScaleFactor: scale, viewport: { width: 360, height: 560 } })

      for (const look of looks) {
        test(`${look.name} is drawn without overflow and without an accessibility complaint`, async ({
          page,
          stage,
        }) => {
          await open(page, stage, look)
          await expectNoOverflow(page)
          await shoot(page, `${look.name}-${colorScheme}-${scale}x`)
          const { violations, passes } = await new AxeBuilder({ page }).analyze()
          expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
          expect(passes.length).toBeGreaterThan(10)
        })
      }
    })
  }
}

/** Takes screenshots of each look with large text, with long words and in forced colours. */
export function photographForOthers(looks: readonly Look[]): void {
  expect(looks.length).toBeGreaterThan(0)
  for (const look of looks) {
    test.describe(`${look.name}, for those who need it otherwise`, () => {
      test.use({ viewport: { width: 360, height: 560 }, deviceScaleFactor: 2 })

      test('stays whole with text at 200 %', async ({ page, stage }) => {
        await open(page, stage, look)
        await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
        await expectNoOverflow(page)
        await shoot(page, `${look.name}-200-percent`)
      })

      test('stays whole with words of German length', async ({ page, stage }) => {
        await open(page, stage, look)
        await page.evaluate(lengthenWords)
        await expectNoOverflow(page)
        await shoot(page, `${look.name}-long-words`)
      })

      test('is drawn in forced colours', async ({ page, stage }) => {
        await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' })
        await open(page, stage, look)
        await expectNoOverflow(page)
        await shoot(page, `${look.name}-forced-colours`)
      })
    })
  }
}

/** Takes a screenshot of the whole window, at any height. */
export async function shoot(page: Page, name: string): Promise<void> {
  const height = await page.evaluate(
    () => document.querySelector('main')?.getBoundingClientRect().height ?? 0,
  )
  await page.setViewportSize({ width: 360, height: Math.ceil(height) })
  await page.screenshot({ path: `test-results/screenshots/tray-${name}.png` })
}

async function open(page: Page, stage: Stage, look: Look) {
  stage.scene = await look.scene()
  await stage.desktop(look.app)
  await page.goto(stage.url)
  await expect(page.getByText(look.shows, { exact: false }).first()).toBeVisible()
  await look.act?.(page, stage)
}

async function expectNoOverflow(page: Page) {
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll('main, main *')]
      .filter((element) => !element.closest('.visually-hidden, svg'))
      .filter((element) => {
        const { left, right } = element.getBoundingClientRect()
        return left < -0.5 || right > window.innerWidth + 0.5
      })
      .map((element) => element.outerHTML.slice(0, 120)),
  )
  expect(wide).toEqual([])
}

// `Drain` → `Drainierungsvorgang`: about the length of German for short English words.
function lengthenWords() {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    node.textContent = (node.textContent ?? '').replaceAll(/[A-Z]\p{L}{3,}/gu, '$&ierungsvorgang')
  }
}
