import type { Page } from '@playwright/test'
import { AxeBuilder } from '@axe-core/playwright'
import { test as dashboardTest, visit } from './dashboard-stage.ts'
import { idle } from './tray-scenes.ts'
import { expect, test } from './tray-stage.ts'

const PAGES = ['dashboard.html', 'tray.html'] as const

for (const colorScheme of ['light', 'dark'] as const)
  for (const name of PAGES)
    test.describe(`${name} in ${colorScheme}`, () => {
      test.use({ colorScheme, viewport: { width: 360, height: 300 } })

      for (const [missing, pattern] of [
        ['its scripts', '**/assets/*.js'],
        ['its scripts and style sheets', '**/assets/*.{js,css}'],
      ] as const)
        test(`without ${missing} it says so, and how to go on`, async ({ page, stage }) => {
          stage.scene = idle()
          const complaints: string[] = []
          page.on('console', (message) => complaints.push(message.text()))
          await page.route(pattern, (route) => route.abort())
          await page.goto(stage.url + name)
          await expect(page.getByText('Loading Signalbox… If this stays, reload this page.')).toBeVisible()
          await expect(page.getByText('Signalbox wird geladen …')).toBeVisible()
          await expectReadable(page)
          expect(complaints.filter((text) => text.includes('Content Security Policy'))).toEqual([])
          const kind = missing.includes('sheets') ? 'bare' : 'styled'
          // Without style sheets the colours are the browser's own, which axe takes for those of the light theme.
          const rules = ['page-has-heading-one', ...(kind === 'bare' ? ['color-contrast'] : [])]
          const { violations } = await new AxeBuilder({ page }).disableRules(rules).analyze()
          expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
          await page.screenshot({
            path: `test-results/screenshots/loading-${name.replace('.html', '')}-${kind}-${colorScheme}.png`,
          })

          await page.unroute(pattern)
          await page.getByRole('link', { name: 'reload this page' }).click()
          await expect(page.getByRole('status').first()).toHaveText(/^Running/)
          await expect(page.getByText('Loading Signalbox')).toHaveCount(0)
        })
    })

for (const name of PAGES)
  test(`${name} that comes in time does not begin with that text`, async ({ page, stage }) => {
    stage.scene = idle()
    await page.addInitScript(() => {
      const look = () => {
        const text = document.querySelector('.loading')
        if (!text) return requestAnimationFrame(look)
        return Object.assign(window, { first: getComputedStyle(text).visibility })
      }
      look()
    })
    await page.goto(stage.url + name)
    await expect(page.getByRole('status').first()).toHaveText(/^Running/)
    expect(await page.evaluate(() => Reflect.get(window, 'first') as unknown)).toBe('hidden')
    await expect(page.getByText('Loading Signalbox')).toHaveCount(0)
  })

dashboardTest(
  'a page whose code does not come says so, and comes when asked again',
  async ({ page, box, complaints }) => {
    await page.route('**/assets/usage-page*.js', (route) => route.abort())
    await visit(page, box, '/')
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Usage' }).click()
    await expect(page.getByRole('alert')).toContainText('Couldn’t load this page')
    await page.unroute('**/assets/usage-page*.js')
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Usage' })).toBeVisible()
    // The browser logs the files that did not load.
    complaints.splice(0)
  },
)

/** Text and background have enough contrast in any theme; without style sheets the browser's own colours apply. */
async function expectReadable(page: Page): Promise<void> {
  const { text, background } = await page.evaluate(() => {
    const main = document.querySelector('main') ?? document.body
    const canvas = document.createElement('canvas')
    const context = canvas.getContext('2d')
    const luminance = (colour: string) => {
      if (!context) return 0
      context.clearRect(0, 0, 1, 1)
      context.fillStyle = colour
      context.fillRect(0, 0, 1, 1)
      const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data
      return (r + g + b) / 3
    }
    const own = getComputedStyle(document.documentElement).backgroundColor
    const dark = matchMedia('(prefers-color-scheme: dark)').matches
    const canvasColour = dark ? 'rgb(18 18 18)' : 'white'
    return {
      text: luminance(getComputedStyle(main).color),
      background: luminance(own === 'rgba(0, 0, 0, 0)' ? canvasColour : own),
    }
  })
  expect(Math.abs(text - background)).toBeGreaterThan(150)
}
