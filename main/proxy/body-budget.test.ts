import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type BodyBudget, type BodyShare, createBodyBudget } from './body-budget.ts'

const MB = 1024 * 1024
const LIMIT = 8 * MB

let budget: BodyBudget
beforeEach(() => {
  vi.useFakeTimers()
  budget = createBodyBudget(LIMIT)
})
afterEach(() => {
  vi.useRealTimers()
})

interface Body {
  share: BodyShare
  /** Bytes received so far. */
  received: number
  hasRoom: boolean
  isRefused: boolean
}

function open(bytes: number): Body {
  const body: Body = {
    share: budget.open({
      received: () => body.received,
      refuse() {
        body.isRefused = true
        body.share.release()
      },
    }),
    received: 0,
    hasRoom: false,
    isRefused: false,
  }
  take(body, bytes)
  return body
}

function take(body: Body, bytes: number): void {
  body.hasRoom = false
  const wait = body.share.take(bytes)
  if (wait === undefined) body.hasRoom = true
  else void wait.then(() => (body.hasRoom = true))
}

async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0)
}

describe('createBodyBudget', () => {
  it('leaves a quarter of its limit while hundreds wait, because what was read of them is memory, too', async () => {
    const bodies = Array.from({ length: 200 }, () => open(MB))
    const inUse = () => bodies.filter(({ hasRoom }) => hasRoom).length
    expect(inUse()).toBe(9)
    for (const { share } of bodies.slice(1, 9)) share.release()
    await settle()
    // One is beyond the limit, and eight were released.
    expect(inUse() - 8).toBe(3)
    // The limit comes back with the last ones that wait.
    for (const { share } of bodies.slice(9, 192)) share.release()
    await settle()
    expect(bodies.slice(192).every(({ hasRoom }) => hasRoom)).toBe(true)
  })

  it('gives room at once up to its limit and to one request beyond it, and then as room comes, in order', async () => {
    const bodies = Array.from({ length: 20 }, () => open(MB))
    expect(bodies.map(({ hasRoom }) => hasRoom)).toEqual(bodies.map((_, index) => index < 9))
    for (let index = 0; index < 11; index++) {
      bodies[index]?.share.release()
      await settle()
      // As long as others wait, what was read of them takes the room of one body.
      const begun = bodies.filter(({ hasRoom }) => hasRoom).length
      expect(begun).toBeGreaterThanOrEqual(Math.min(20, index + 9))
      expect(bodies.map(({ hasRoom }) => hasRoom)).toEqual(bodies.map((_, at) => at < begun))
    }
  })

  it('never lets more be held than its limit and one body, whatever comes and goes', async () => {
    let seed = 7
    const random = (most: number) => (seed = (seed * 48_271) % 2_147_483_647) % most
    const bodies: { body: Body; bytes: number }[] = []
    let most = 0
    let stuck = 0
    for (let step = 0; step < 3_000; step++) {
      if (random(2) === 0 || bodies.length === 0) {
        const bytes = 1 + random(3 * MB)
        bodies.push({ body: open(bytes), bytes })
      } else bodies.splice(random(bodies.length), 1)[0]?.body.share.release()
      await settle()
      const held = bodies.filter(({ body }) => body.hasRoom)
      most = Math.max(
        most,
        held.reduce((sum, { bytes }) => sum + bytes, 0),
      )
      if (bodies.length > 0 && held.length === 0) stuck++
    }
    expect(stuck).toBe(0)
    expect(most).toBeGreaterThan(LIMIT - MB)
    expect(most).toBeLessThanOrEqual(LIMIT + 3 * MB)
    for (const { body } of bodies) body.share.release()
    expect(open(LIMIT).hasRoom).toBe(true)
  })

  it('gives room to a body that is larger than the limit, and meanwhile to those that fit', async () => {
    const large = open(8 * LIMIT)
    const small = open(MB)
    const next = open(2 * LIMIT)
    expect([large.hasRoom, small.hasRoom, next.hasRoom]).toEqual([true, true, false])
    expect(open(MB).hasRoom).toBe(true)
    large.share.release()
    await settle()
    expect(next.hasRoom).toBe(true)
  })

  it('lets one body after the other grow where all of them are half there', async () => {
    const bodies = Array.from({ length: 8 }, () => open(MB))
    for (const body of bodies) take(body, MB)
    for (let round = 0; round < bodies.length; round++) {
      await settle()
      const whole = bodies.find(({ hasRoom }) => hasRoom)
      expect(whole).toBeDefined()
      if (whole === undefined) return
      whole.share.release()
      whole.hasRoom = false
    }
  })

  it('forgets a body that is given up while it waits', async () => {
    const [first] = [open(LIMIT), open(MB)]
    const waiting = open(MB)
    waiting.share.release()
    first.share.release()
    await settle()
    expect(waiting.hasRoom).toBe(false)
    expect(open(LIMIT).hasRoom).toBe(true)
  })

  it('refuses uploads that stand still while others wait, and no other', async () => {
    const slow = open(LIMIT)
    const steady = open(MB)
    const whole = open(0)
    whole.share.arrived()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(slow.isRefused).toBe(false)
    const waiting = open(MB)
    for (let second = 0; second < 20; second++) {
      slow.received += 1000
      steady.received += 20_000
      await vi.advanceTimersByTimeAsync(1000)
    }
    expect([slow, steady, whole, waiting].map(({ isRefused }) => isRefused)).toEqual([
      true,
      false,
      false,
      false,
    ])
    expect(waiting.hasRoom).toBe(true)
  })

  it('has no timer while no request waits', async () => {
    const bodies = [open(LIMIT), open(MB), open(MB)]
    expect(vi.getTimerCount()).toBe(1)
    bodies.at(-1)?.share.release()
    expect(vi.getTimerCount()).toBe(0)
  })
})
