import { expect } from '@playwright/test'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Desktop } from '../launch-desktop.ts'
import { collectGarbage } from '../stand-in/collect-garbage.ts'
import { test } from '../stand-in/desktop-test.ts'
import { streamMessage } from '../stand-in/held-upstream.ts'

test('a limit that is nearly used is told once in its window, also across starts', async ({
  launch,
  home,
}) => {
  const seconds = Math.round(Date.now() / 1_000)
  const upstream = createServer((request, response) => {
    request.resume()
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'anthropic-ratelimit-unified-status': 'allowed_warning',
      'anthropic-ratelimit-unified-5h-utilization': '0.93',
      'anthropic-ratelimit-unified-5h-reset': String(seconds + 3_600),
      'anthropic-ratelimit-unified-7d-utilization': '0.4',
      'anthropic-ratelimit-unified-7d-reset': String(seconds + 86_400),
    })
    response.end('event: message_stop\ndata: {"type":"message_stop"}\n\n')
  }).listen(0, '127.0.0.1')
  await once(upstream, 'listening')
  const options = {
    dataDir: `${home.env['HOME']}/data`,
    env: { ANTHROPIC_FORWARD_URL: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}` },
  }
  const first = await launch(options)
  test.skip(first.runtime === 'electron', 'the notice is shown before the test can record it')
  const baseUrl = await first.baseUrl()
  await streamMessage(baseUrl)
  await expect
    .poll(async () => (await fetch(`${baseUrl}/api/rate-limits`)).text())
    .toContain('"unifiedUtilization5h":0.93')
  await quit(first)

  const second = await launch(options)
  await expect.poll(() => notices(second)).toEqual(['93 % of the 5 h limit is used'])
  // The user comes back later.
  await collectGarbage(second)
  await second.evaluate(({ Notification }) => {
    const shown = Reflect.get(Notification, 'shown') as { click: () => void }[]
    shown[0]?.click()
  }, null)
  await expect.poll(() => second.page.evaluate(() => document.visibilityState)).toBe('visible')
  await quit(second)

  const third = await launch(options)
  await third.baseUrl()
  // The watch polls as soon as the server listens, so its notices come before the response to a later request.
  await third.page.evaluate(async () => fetch('/api/rate-limits').then((received) => received.text()))
  expect(await notices(third)).toEqual([])
  upstream.close()
})

async function quit(app: Desktop): Promise<void> {
  await app.tray.choose('Quit now')
  await app.exitCode()
}

function notices(app: Desktop): Promise<string[]> {
  return app.evaluate(({ Notification }) => {
    const shown: unknown = Reflect.get(Notification, 'shown')
    return Array.isArray(shown) ? shown.map(({ title }: { title: string }) => title) : []
  }, null)
}
