import { type Look, photograph, photographForOthers } from './tray-camera.ts'
import {
  active,
  connection,
  draining,
  gone,
  idle,
  refused,
  running,
  warned,
  withLimits,
  withToday,
} from './tray-scenes.ts'
import { expect, NO_USAGE, type Scene, test } from './tray-stage.ts'

const LONG = 'Überweisungsformularvalidierung'.repeat(7).slice(0, 200)

const whole = (scene: Scene = active(3)): Scene => ({
  ...withToday(withLimits(scene, { fiveHours: 0.72, sevenDays: 0.31 })),
  connection: connection(),
})

const long = (): Scene => ({
  ...withToday(withLimits(active(3), { fiveHours: 0.72, sevenDays: 0.31 }), {
    project: `/home/ada/${LONG}`,
    title: LONG,
  }),
  connection: connection(),
})

const LOOKS: Look[] = [
  { name: 'today', scene: () => whole(), app: running(), shows: 'parser · Fix the tests' },
  { name: 'today-idle', scene: () => whole(idle()), app: running(), shows: '187 requests' },
  {
    name: 'today-details',
    scene: () => whole(),
    app: running(),
    shows: 'shop · Add a basket',
    act: async (page) => {
      await page.keyboard.press('e')
      await expect(page.getByText('Uptime')).toBeVisible()
    },
  },
  { name: 'today-draining', scene: () => whole(draining(3)), app: running(), shows: '3 left' },
  { name: 'today-long', scene: long, app: running(), shows: 'Überweisung' },
  {
    name: 'today-trouble',
    scene: () => ({
      ...warned(whole(), 'upstream_overloaded', { host: 'api.anthropic.com', count: 4 }),
      newest: [refused(60_000)],
    }),
    app: running(),
    shows: '529 overloaded',
  },
  {
    name: 'today-unpriced',
    scene: () => ({
      ...whole(),
      today: {
        groups: [],
        total: { ...NO_USAGE, requests: 3 },
        unpriced: [{ model: 'qwen3', requests: 3 }],
      },
    }),
    app: running(),
    shows: 'have no price',
  },
]

photograph([
  ...LOOKS,
  {
    name: 'today-german',
    scene: () => whole(),
    app: { ...running(), language: 'de' },
    shows: '187 Anfragen',
  },
  {
    name: 'today-german-long',
    scene: long,
    app: { ...running(), language: 'de' },
    shows: 'Überweisung',
    act: async (page) => {
      await page.keyboard.press('e')
      await expect(page.getByText('Laufzeit')).toBeVisible()
    },
  },
])
photographForOthers(LOOKS.filter(({ name }) => ['today', 'today-long'].includes(name)))

test.describe('what the tray is opened for', () => {
  test.use({ viewport: { width: 360, height: 640 } })

  test('comes in its order, without the details, which one key shows and keeps', async ({ page, stage }) => {
    stage.scene = whole()
    await page.goto(stage.url)
    await expect(page.getByText('parser · Fix the tests')).toHaveCount(2)
    const order = () =>
      page.locator('main > section').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')))
    expect(await order()).toEqual(['Connection', 'Limits', 'Today', 'In flight'])
    await expect(page.getByText('2.1.329')).toHaveCount(0)

    await page.keyboard.press('e')
    expect(await order()).toEqual(['Connection', 'Limits', 'Today', 'In flight', 'Checks', 'Server'])
    await expect(page.getByText('2.1.329', { exact: true })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Details' })).toHaveAttribute('aria-expanded', 'true')
    await page.reload()
    await expect(page.getByText('2.1.329', { exact: true })).toBeVisible()
    await page.keyboard.press('e')
    await expect(page.getByText('2.1.329')).toHaveCount(0)
  })

  test('names what runs by project and title, and leads to each request', async ({ page, stage }) => {
    stage.scene = whole()
    await page.goto(stage.url)
    const lines = page.getByRole('region', { name: 'In flight' }).getByRole('listitem')
    await expect(lines).toHaveText([
      /^shop · Add a basketopus-4-51 m/,
      /^parser · Fix the tests.*sonnet-4-531 s/,
      /^shop · Add a basketwaiting4 s/,
    ])
    await expect(lines.first().getByRole('link')).toHaveAttribute('href', /^\/#\/requests\/claude-opus/)

    const asked = () => stage.requests.filter((path) => path.includes('summary?session'))
    expect(asked()).toHaveLength(2)
    await page.keyboard.press('r')
    await expect.poll(() => stage.requests.filter((path) => path.includes('/api/usage')).length).toBe(2)
    expect(asked(), 'a known name is not asked for again').toHaveLength(2)
  })

  test('sums up today, and names the session that cost most', async ({ page, stage }) => {
    stage.scene = whole()
    await page.goto(stage.url)
    const today = page.getByRole('region', { name: 'Today' })
    await expect(today).toHaveText(
      'Today≈ $4.12, 187 requestsparser · Fix the tests of the duration parser≈ $3.20',
    )
    await expect(today.getByRole('link')).toHaveAttribute('href', '/#/requests?session=bbbb')
  })

  test('nothing moves when today and the names arrive after the rest', async ({ page, stage }) => {
    stage.scene = { ...whole(), today: 'hang' }
    await page.goto(stage.url)
    await expect(page.getByRole('meter', { name: '5 h limit' })).toBeVisible()
    const before = await page.getByRole('region', { name: 'In flight' }).boundingBox()
    stage.scene = whole()
    await page.reload()
    await expect(page.getByText('187 requests')).toBeVisible()
    expect(await page.getByRole('region', { name: 'In flight' }).boundingBox()).toEqual(before)
  })

  test('the sum of today grows old in words when the server goes away', async ({ page, stage }) => {
    await page.clock.install()
    stage.scene = whole()
    await page.goto(stage.url)
    await expect(page.getByText('187 requests')).toBeVisible()
    stage.scene = gone()
    await page.clock.runFor(20_000)
    const today = page.getByRole('region', { name: 'Today' })
    await expect(today).toContainText(/≈ \$4\.12, updated \d+ s ago/)
    await expect(today).toHaveAttribute('data-stale', 'true')
  })

  test('at midnight yesterday’s sum is not shown as today’s', async ({ page, stage }) => {
    await page.clock.install({ time: new Date(2026, 10, 20, 23, 59, 50) })
    stage.scene = whole()
    await page.goto(stage.url)
    await expect(page.getByText('187 requests')).toBeVisible()
    stage.scene = { ...whole(), today: 'hang' }
    await page.clock.runFor(15_000)
    await expect(page.getByRole('region', { name: 'Today' })).toContainText('Today–')
  })
})
