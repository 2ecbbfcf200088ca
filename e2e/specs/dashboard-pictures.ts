import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** Takes a screenshot of the window, under test-results/screenshots/. */
export async function shoot(page: Page, name: string): Promise<void> {
  // Finishes transitions: the colours of a theme fade in.
  await page.screenshot({ path: `test-results/screenshots/dashboard-${name}.png`, animations: 'disabled' })
}

/** Takes screenshots of the whole page, however long, in both themes. Restores the size of the window. */
export async function shootWhole(page: Page, name: string): Promise<void> {
  const before = page.viewportSize()
  if (before === null) throw new Error('the page has no viewport')
  const height = await page.evaluate(() => document.querySelector('main [data-layout]')?.scrollHeight ?? 0)
  await page.setViewportSize({ width: before.width, height: Math.max(before.height, Math.ceil(height) + 60) })
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    await shoot(page, `${name}-${colorScheme}`)
  }
  await page.setViewportSize(before)
}

/** Checks the page for accessibility violations. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  const { violations, passes } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))])
  expect.soft(found, name).toEqual([])
  expect(passes.length).toBeGreaterThan(10)
}

/** Checks for horizontal overflow, except in elements that scroll themselves. */
export async function expectNoOverflow(page: Page, name: string): Promise<void> {
  const wide = await page.evaluate(() => {
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(element).overflowX) ||
        scrolls(element.parentElement))
    return [...document.querySelectorAll('body *')]
      .filter((element) => !element.closest('.visually-hidden, svg, select'))
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect()
        const parent = element.parentElement?.closest('main *, nav, header') ?? null
        return width > 0 && (left < -0.5 || right > window.innerWidth + 0.5) && !scrolls(parent)
      })
      .map((element) => element.outerHTML.slice(0, 120))
  })
  expect.soft(wide, name).toEqual([])
}
