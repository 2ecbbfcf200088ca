import { describe, expect, it } from 'vitest'
import { createRequestHistory } from './request-history.ts'

describe('the history of requests', () => {
  it('knows nothing at the start', () => {
    const history = createRequestHistory({ now: () => 5, hasEarlier: undefined })
    expect([history.lastAt(), history.hasCarried()]).toEqual([undefined, false])
  })

  it('knows the last request', () => {
    let now = 1
    const history = createRequestHistory({ now: () => now, hasEarlier: undefined })
    history.arrived()
    now = 7
    history.arrived()
    expect([history.lastAt(), history.hasCarried()]).toEqual([7, true])
  })

  it('finds requests of an earlier run, which are no last request of this one', async () => {
    const history = createRequestHistory({ now: () => 5, hasEarlier: () => Promise.resolve(true) })
    await history.lookBack()
    expect([history.lastAt(), history.hasCarried()]).toEqual([undefined, true])
  })

  it('does not forget a request that arrived while the log was asked', async () => {
    const asked = Promise.withResolvers<boolean>()
    const history = createRequestHistory({ now: () => 5, hasEarlier: () => asked.promise })
    const looked = history.lookBack()
    history.arrived()
    asked.resolve(false)
    await looked
    expect(history.hasCarried()).toBe(true)
  })
})
