import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'

const SERVE = join(import.meta.dirname, 'serve.ts')

test('serves by hand: says where, misbehaves as told, prints each request, ends with Ctrl-C', async () => {
  const child = spawn(process.execPath, [SERVE, '--port', '0', '--misbehave', 'overloaded'])
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const { value: ready } = await lines.next()
  expect(ready).toMatch(/^Fake upstream listening on http:\/\/127\.0\.0\.1:\d+$/)

  const url = `${String(ready).split(' ').at(-1)}/v1/messages?beta=true`
  const response = await fetch(url, { method: 'POST', body: '{"stream":true}' })
  expect(response.status).toBe(529)
  expect((await lines.next()).value).toBe('POST /v1/messages?beta=true (stream)')

  child.kill('SIGINT')
  expect(await once(child, 'exit')).toEqual([null, 'SIGINT'])
})

test('lists the misbehaviours when it is asked for one that it does not know', async () => {
  const child = spawn(process.execPath, [SERVE, '--misbehave', 'politely'])
  let text = ''
  child.stderr.on('data', (bytes: Buffer) => (text += bytes.toString()))
  expect(await once(child, 'close')).toEqual([2, null])
  expect(text).toMatch(/^Usage: [^]*crlf, [^]*garbage/)
})
