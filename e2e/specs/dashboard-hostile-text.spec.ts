import type { EventsReply, Reply } from '../fake-upstream/reply.ts'
import { conversationBodies } from '../dashboard-rig/conversation-bodies.ts'
import { expect, OPUS, test, visit } from './dashboard-stage.ts'
import { hostileTexts } from './hostile-markdown.ts'

/** The window of a page in which an attacker may have run script. */
type Owned = Window & { owned?: unknown }

const [BODY = {}] = conversationBodies(OPUS)
const SAFE = 'A page [elsewhere](https://example.com/docs), a mail to <ada@example.com>, and www.example.org.'

test('no markup of a model makes a link to this computer, to a program or to a part of us', async ({
  page,
  fresh,
}) => {
  const { texts, count } = hostileTexts(fresh.server.port)
  expect(count).toBeGreaterThan(500)
  const id = await fresh.send(BODY, saying([...texts, SAFE]))
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  const opened: string[] = []
  page.context().on('page', (other) => opened.push(other.url()))

  await visit(page, fresh, `/activity/${id}?view=full`)
  const thread = page.getByRole('region', { name: 'Conversation' })
  await expect(thread.getByRole('link', { name: 'elsewhere' })).toBeVisible()
  expect(await thread.getByText('in a table').count()).toBeGreaterThan(50)

  const links = await thread
    .locator('a')
    .evaluateAll((all) => all.map((link) => [link.getAttribute('href'), link.getAttribute('target')]))
  expect(new Set(links.map(([href]) => href))).toEqual(
    new Set(['http://www.example.org/', 'https://example.com/docs', 'mailto:ada@example.com']),
  )
  expect(new Set(links.map(([, target]) => target))).toEqual(new Set(['_blank']))

  const before = page.url()
  await thread.evaluate((element) => {
    for (const one of element.querySelectorAll<HTMLElement>('span, p, li, td, sup, section')) {
      if (one.querySelector('a') === null && one.closest('a, button') === null) one.click()
    }
  })
  expect(page.url()).toBe(before)
  expect(await page.evaluate(() => (window as Owned).owned)).toBeUndefined()
  expect(opened).toEqual([])
  expect(asked.filter((url) => !url.startsWith(`${fresh.url}/`) || url.includes('/v1'))).toEqual([])
})

test('nothing that an upstream answers below /v1 becomes a page, a script or a worker of our origin', async ({
  page,
  fresh,
  complaints,
}) => {
  const script = 'self.owned = 1; self.onfetch = (event) => event.respondWith(new Response("OWNED"))'
  const headers = { 'content-type': 'text/javascript', 'service-worker-allowed': '/' }
  fresh.upstream.reply(() => ({ kind: 'http', status: 200, body: script, headers }))
  const program = await fetch(`${fresh.url}/v1/x.js`)
  expect([await program.text(), program.headers.get('service-worker-allowed')]).toEqual([script, null])
  const carried = fresh.upstream.requests.length

  await visit(page, fresh, '/')
  const found = await page.evaluate(async () => {
    const load = (name: string, properties: object) =>
      new Promise<string>((resolve) => {
        const element = Object.assign(document.createElement(name), properties)
        element.addEventListener('load', () => resolve('loaded'))
        element.addEventListener('error', () => resolve('refused'))
        document.body.append(element)
      })
    const ask = async (path: string, init: RequestInit = {}) => (await fetch(path, init)).status
    const register = (options: RegistrationOptions) =>
      navigator.serviceWorker.register('/v1/x.js', options).then(
        () => 'registered',
        () => 'refused',
      )
    return {
      asked: [
        await ask('/v1/x.js'),
        await ask('/v1/messages', { method: 'POST', body: '{}' }),
        await ask('/v1/x', { mode: 'same-origin', credentials: 'omit', referrerPolicy: 'no-referrer' }),
        await ask('/%76%31/x.js'),
        await ask('/V1/x.js'),
        await ask('//v1/x.js'.slice(1)),
      ],
      script: await load('script', { src: '/v1/x.js' }),
      image: await load('img', { src: '/v1/x.png' }),
      worker: await register({ scope: '/' }),
      narrow: await register({ scope: '/v1/' }),
      owned: (window as Owned).owned,
    }
  })
  expect(found).toEqual({
    asked: [403, 403, 403, 403, 403, 403],
    script: 'refused',
    image: 'refused',
    worker: 'refused',
    narrow: 'refused',
    owned: undefined,
  })
  expect(complaints.splice(0).length).toBeGreaterThan(5)

  // As from a chat, a mail or a terminal: without a referring page.
  for (const path of ['/v1/x.js', '/v1/messages', '/%76%31/x.js', '/x/../v1/x.js', '/v1/']) {
    const response = await page.goto(fresh.url + path)
    expect([path, response?.status()]).toEqual([path, 403])
    expect(response?.headers()['content-security-policy']).toContain('sandbox')
    expect(await page.evaluate(() => origin)).toBe('null')
  }
  complaints.splice(0)
  expect(fresh.upstream.requests).toHaveLength(carried)
})

test('what is no page of ours has no origin of ours, and may load nothing', async ({
  page,
  fresh,
  complaints,
}) => {
  const id = await fresh.send(BODY, saying([SAFE]))
  for (const path of [
    '/api/status',
    '/livez',
    '/metrics',
    '/openapi.json',
    '/nothing',
    `/api/requests/${id}`,
  ]) {
    await page.goto(fresh.url + path)
    expect(await page.evaluate(() => origin)).toBe('null')
  }
  complaints.splice(0)
})

/** A response with these blocks of text. */
function saying(texts: readonly string[]): Reply {
  const usage = { input_tokens: 1, output_tokens: 1 }
  const message = { id: 'msg_fake', type: 'message', role: 'assistant', content: [], usage }
  const event = (type: string, fields: object) => ({ event: type, data: JSON.stringify({ type, ...fields }) })
  const events: EventsReply['events'] = [
    event('message_start', { message }),
    ...texts.flatMap((text, index) => [
      event('content_block_start', { index, content_block: { type: 'text', text: '' } }),
      event('content_block_delta', { index, delta: { type: 'text_delta', text } }),
      event('content_block_stop', { index }),
    ]),
    event('message_delta', { delta: { stop_reason: 'end_turn' }, usage }),
    event('message_stop', {}),
  ]
  return { kind: 'events', events }
}
