import { coded, inEnglish } from '../../shared/language/say.ts'
import { finding } from '../../shared/language/say-verdict.ts'
import { toProblem } from '../../shared/to-problem.ts'
import { type Look, photograph, photographForOthers } from './tray-camera.ts'
import {
  active,
  connection,
  direct,
  firstRun,
  idle,
  refused,
  running,
  silent,
  withLimits,
  withVerdict,
} from './tray-scenes.ts'
import { expect, type Scene, test } from './tray-stage.ts'

const MINUTE = 60_000

const LOOKS: Look[] = [
  look(
    'limits',
    () => ({ ...withLimits(active(3), { fiveHours: 0.72, sevenDays: 0.31 }), connection: connection() }),
    '72 %',
  ),
  look(
    'limits-old',
    () => withLimits(idle(), { fiveHours: 0.31, sevenDays: 0.86, ageMs: 7 * MINUTE }),
    '7 m ago',
  ),
  look('silent', silent, 'no data for 1 m'),
  look('last-error', () => everything({ newest: [refused(2 * MINUTE)] }), '529 overloaded'),
  look('offer', () => unconnected(firstRun()), 'Disconnecting undoes it'),
  look(
    'conflict',
    () => withVerdict(everything({ connection: overruled() }), 'running', finding('connection_conflict')),
    'another setting overrides it',
  ),
]

photograph([
  ...LOOKS,
  {
    ...look('german-conflict', () => everything({ connection: overruled() }), 'Verwaltete Einstellungen: '),
    app: { ...running(), language: 'de' },
  },
])
photographForOthers(LOOKS.filter(({ name }) => ['last-error', 'offer'].some((one) => name.endsWith(one))))

test.describe('the status', () => {
  test.use({ viewport: { width: 360, height: 600 } })

  test('nothing moves when limits and the error arrive after the rest', async ({ page, stage }) => {
    stage.scene = idle()
    await page.goto(stage.url)
    await expect(page.getByRole('region', { name: 'Limits' })).toContainText('not known yet')
    const before = await page.getByRole('region', { name: 'Today' }).boundingBox()
    stage.scene = withLimits(idle(), { fiveHours: 0.31, sevenDays: 0.86 })
    await page.keyboard.press('r')
    await expect(page.getByRole('meter', { name: '7 d limit' })).toHaveAttribute('value', '0.86')
    expect(await page.getByRole('region', { name: 'Today' }).boundingBox()).toEqual(before)
    await expect(page.getByRole('region', { name: 'Limits' }).getByRole('listitem')).toHaveText([
      /^7 duntil \w* ?\d\d:\d\d at this pace86 %$/,
      /^5 hresets in 1 h 4\d m31 %$/,
    ])
  })

  test('the next start shows the limits of the last one in its first frame', async ({ page, stage }) => {
    stage.scene = withLimits(idle(), { fiveHours: 0.31, sevenDays: 0.86 })
    await page.goto(stage.url)
    await expect(page.getByText('31 %')).toBeVisible()
    await page.evaluate(() => window.dispatchEvent(new Event('pagehide')))
    stage.scene = { livez: 'hang', health: 'refuse', status: 'refuse', limits: 'hang' }
    await page.reload()
    await expect(page.getByText('31 %')).toBeVisible()
  })

  test('the last error leads to its request, on the desktop and in a browser', async ({ page, stage }) => {
    const { errorType: _, ...fine } = refused(MINUTE, { statusCode: 200, requestId: 'fine' })
    stage.scene = everything({ newest: [fine, refused(2 * MINUTE)] })
    await page.goto(stage.url)
    const error = page.getByRole('region', { name: 'Last error' })
    await expect(error).toContainText('529 overloaded, 2 m ago')
    await expect(error.getByRole('link', { name: 'Open' })).toHaveAttribute('href', '/#/requests/4f2a')
    await expect(page.getByRole('link', { name: 'Dashboard' })).toHaveAttribute('href', '/')

    const calls = await stage.desktop(running())
    await page.goto(stage.url)
    await error.getByRole('button', { name: 'Open' }).click()
    await page.keyboard.press('o')
    await expect
      .poll(() => calls.filter(([name]) => name === 'openDashboard'))
      .toEqual([
        ['openDashboard', { path: '/requests/4f2a' }],
        ['openDashboard', {}],
      ])
  })

  test('without a switch on the server there is none in the window', async ({ page, stage }) => {
    stage.scene = idle()
    await page.goto(stage.url)
    await expect.poll(() => stage.requests).toContain('GET /api/connection')
    await expect(page.getByText('Last request')).toBeVisible()
    await expect(page.getByRole('switch')).toHaveCount(0)
  })

  test('the switch connects and disconnects, by click and by K', async ({ page, stage }) => {
    stage.scene = playSwitch(unconnected(idle()))
    await page.clock.install()
    await page.goto(stage.url)
    const toggle = page.getByRole('switch', { name: 'Connect Claude Code' })
    await expect(toggle).not.toBeChecked()
    await expect(page.getByRole('status')).toContainText(
      'Not connected. Claude Code talks to Anthropic directly.',
    )
    await toggle.click()
    await expect(toggle).toBeChecked()
    await expect(page.getByText('Connected', { exact: true })).toBeVisible()
    await expect(page.getByRole('status')).toHaveText('RunningClaude Code is connected.')
    await page.keyboard.press('k')
    const question = page.getByRole('alertdialog', { name: 'Disconnect Claude Code?' })
    await expect(question).toBeFocused()
    await page.clock.fastForward(600)
    await expect(toggle).toBeChecked()
    await question.getByRole('button', { name: 'Disconnect' }).click()
    await expect(toggle).not.toBeChecked()
    expect(stage.requests.filter((request) => request.startsWith('POST'))).toEqual([
      'POST /api/connection/connect',
      'POST /api/connection/disconnect',
    ])
  })

  test('a switch that is refused stays where it was and says why', async ({ page, stage }) => {
    const error = 'Claude Code’s settings are not valid JSON. Mend line 3, then try again.'
    stage.scene = { ...idle(), connection: direct(), connect: () => ({ status: 409, body: { error } }) }
    await page.goto(stage.url)
    await page.getByRole('switch').click()
    await expect(page.getByText(error)).toBeVisible()
    await expect(page.getByRole('switch')).not.toBeChecked()
  })

  test('a first run is connected with its one button', async ({ page, stage }) => {
    stage.scene = playSwitch(unconnected(firstRun()))
    await page.goto(stage.url)
    await page.getByRole('button', { name: 'Connect Claude Code' }).click()
    await expect(page.getByText('Its first request appears here.')).toBeVisible()
    await expect(page.getByRole('switch')).toBeChecked()
  })
})

function look(name: string, scene: () => Scene, shows: string): Look {
  return { name: `status-${name}`, scene, app: running(), shows }
}

function everything(change: Partial<Scene>): Scene {
  const base = withLimits(idle(), { fiveHours: 0.72, sevenDays: 0.31, ageMs: 3 * MINUTE })
  return { ...base, connection: connection(), ...change }
}

function overruled() {
  const says = coded('doctor.outranked', { address: 'http://127.0.0.1:9999' })
  return connection({
    state: 'conflict',
    sentence: inEnglish(coded('connection.conflict')),
    problems: [toProblem({ code: 'outranked', severity: 'error', says, at: { place: 'managed' } })],
  })
}

/** Claude Code before it is connected. */
function unconnected(scene: Scene): Scene {
  return { ...withVerdict(scene, 'running', finding('not_connected')), connection: direct() }
}

/** A server with a working switch. */
function playSwitch(scene: Scene): Scene {
  const { last_request_at } = scene.status === 'refuse' ? {} : scene.status
  scene.connect = (on) => {
    scene.connection = on ? connection() : direct()
    const connected = finding(last_request_at === undefined ? 'waiting_first_request' : 'connected')
    scene.livez = withVerdict(scene, 'running', on ? connected : finding('not_connected')).livez
    return { status: 200, body: on ? scene.connection : { connection: scene.connection, left: [] } }
  }
  return scene
}
