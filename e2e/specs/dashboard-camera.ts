import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './dashboard-stage.ts'

const LOOKS = [
  { width: 1180, colorScheme: 'light' },
  { width: 1180, colorScheme: 'dark' },
  { width: 880, colorScheme: 'light' },
  { width: 880, colorScheme: 'dark' },
] as const

/**
 * Takes full screenshots of the page in both themes at both widths, and checks it: no horizontal overflow (with long
 * words too), and no accessibility violation.
 */
export async function photographPage(page: Page, name: string): Promise<void> {
  for (const { width, colorScheme } of LOOKS) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 760 })
    const height = await page.evaluate(() => document.querySelector('main [data-layout]')?.scrollHeight ?? 0)
    await page.setViewportSize({ width, height: Math.max(560, Math.ceil(height) + 60) })
    await expectNoOverflow(page)
    // Finishes transitions: the colours of a theme fade in.
    await page.screenshot({
      path: `test-results/screenshots/dashboard-${name}-${width}-${colorScheme}.png`,
      animations: 'disabled',
    })
    if (width !== 1180) continue
    const { violations, passes } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
    expect(passes.length).toBeGreaterThan(10)
  }
}

/** German text is longer than English. The replaced words are not restored, so leave the page afterwards. */
export async function expectRoomForLongWords(page: Page): Promise<void> {
  await page.setViewportSize({ width: 880, height: 760 })
  await page.evaluate(() => {
    const texts = document.createTreeWalker(
      document.querySelector('main') ?? document.body,
      NodeFilter.SHOW_TEXT,
    )
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      if (node.parentElement?.closest('code, option, table')) continue
      node.textContent = (node.textContent ?? '').replaceAll(/[A-Z]\p{L}{3,}/gu, '$&ierungsvorgang')
    }
  })
  await expectNoOverflow(page)
}

async function expectNoOverflow(page: Page): Promise<void> {
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll('main *')]
      // A wide table scrolls in a frame of its own.
      .filter((element) => !element.closest('.visually-hidden, svg, table') && element.checkVisibility())
      .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 0.5)
      .map((element) => element.outerHTML.slice(0, 120)),
  )
  expect(wide).toEqual([])
}
