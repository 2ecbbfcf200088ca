import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { notRunning } from './not-running.ts'

const howTo = (command: string) => `signalbox ${command}`
const server = createServer()
let port = 0
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no TCP address')
  port = address.port
})
afterAll(() => {
  server.close()
})

it('names the program that uses the port, and where Signalbox could start', async () => {
  const said = await notRunning({ port, howTo })
  expect(said).toMatch(new RegExp(`^Port ${port} is used by .+, which doesn’t respond like Signalbox\\. `))
  expect(said).toMatch(
    /If Signalbox runs on another port, name it with --port\. To start it on a free one: signalbox serve --port \d+$/,
  )
  expect(said).not.toContain('isn’t running')
  expect(said).toContain(process.platform === 'linux' ? `(pid ${process.pid})` : `${port}`)
})

it('says how to start Signalbox on a free port', async () => {
  expect(await notRunning({ port: 1, howTo })).toBe(
    'Signalbox isn’t running on port 1. Start it with: signalbox serve --port 1',
  )
})
