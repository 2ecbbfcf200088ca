import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { startHeadless } from './start-headless.ts'

interface Client {
  /** Resolves with the first response. */
  begun: Promise<void>
  /** Outcome of its last request: answered, closed without a response, or the socket's error. */
  outcome: Promise<string>
}

/** A client that sends requests on the same connection until Signalbox closes it. */
function askUntilClosed(port: number): Client {
  const bytes = `GET /livez HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`
  const begun = Promise.withResolvers<void>()
  const outcome = Promise.withResolvers<string>()
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let state = 'unanswered'
  socket.write(bytes)
  socket.on('data', (chunk) => {
    begun.resolve()
    state = 'answered'
    if (chunk.includes('onnection: close')) return
    state = 'unanswered'
    socket.write(bytes)
  })
  socket.on('error', (error) => {
    state = error.message
  })
  socket.on('close', () => {
    begun.resolve()
    outcome.resolve(state)
  })
  return { begun: begun.promise, outcome: outcome.promise }
}

it('resets none of 1,000 keep-alive clients that send as we close, and answers those that it hears in time', async () => {
  const outcomes = new Map<string, number>()
  for (let round = 0; round < 4; round++) {
    const signalbox = await startHeadless()
    const clients = Array.from({ length: 250 }, () => askUntilClosed(signalbox.port))
    await Promise.all(clients.map(({ begun }) => begun))
    const exit = signalbox.stop()
    for (const { outcome } of clients) {
      const how = await outcome
      outcomes.set(how, (outcomes.get(how) ?? 0) + 1)
    }
    expect(await exit).toEqual({ code: 0, signal: null })
  }
  // A client that was not scheduled during the grace period sees a clean close, which is safe to retry. A reset is not.
  const { answered = 0, unanswered = 0, ...errors } = Object.fromEntries(outcomes)
  expect(errors).toEqual({})
  expect(answered + unanswered).toBe(1_000)
  expect(answered).toBeGreaterThanOrEqual(500)
})
