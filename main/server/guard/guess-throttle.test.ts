import { describe, expect, it } from 'vitest'
import { createGuessThrottle } from './guess-throttle.ts'

const THIEF = '192.0.2.1'
const OWNER = '192.0.2.2'

function createRig() {
  const clock = { now: 1_000_000 }
  const throttle = createGuessThrottle(() => clock.now)
  let guesses = 0
  return {
    clock,
    throttle,
    fail: (address = THIEF) => throttle.failed(address, `guess ${guesses++}`),
  }
}

describe('the throttle', () => {
  it('lets 5 wrong guesses through, then fewer and fewer', () => {
    const { clock, throttle, fail } = createRig()
    for (let i = 0; i < 5; i++) {
      expect(throttle.wait(THIEF)).toBe(0)
      fail()
    }
    const waits = [1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * 1000)
    for (const wait of waits) {
      expect(throttle.wait(THIEF)).toBe(wait)
      clock.now += wait - 1
      expect(throttle.wait(THIEF)).toBe(1)
      clock.now += 1
      expect(throttle.wait(THIEF)).toBe(0)
      fail()
    }
  })

  it('processes at most 20 of 1,000 guesses a minute', () => {
    const { clock, throttle, fail } = createRig()
    let processed = 0
    for (let i = 0; i < 1000; i++) {
      clock.now += 60
      if (throttle.wait(THIEF) > 0) continue
      processed++
      fail()
    }
    expect(processed).toBeGreaterThan(5)
    expect(processed).toBeLessThanOrEqual(20)
  })

  it('does not count the same guess twice in a row, so that a program with an old password causes no lockout', () => {
    const { throttle } = createRig()
    for (let i = 0; i < 100; i++) throttle.failed(THIEF, 'old password')
    expect(throttle.wait(THIEF)).toBe(0)
  })

  it('forgets after a quarter of an hour', () => {
    const { clock, throttle, fail } = createRig()
    for (let i = 0; i < 30; i++) fail()
    clock.now += 15 * 60_000 + 1
    expect(throttle.wait(THIEF)).toBe(0)
  })

  it("does not let the owner's success clear a thief's record at the same address", () => {
    const { throttle, fail } = createRig()
    for (let i = 0; i < 20; i++) {
      fail()
      throttle.succeeded(THIEF)
    }
    expect(throttle.wait(THIEF)).toBe(60_000)
  })

  it('slows down guessing from many addresses, but not clients that have sent the password', () => {
    const { clock, throttle, fail } = createRig()
    throttle.succeeded(OWNER)
    for (let i = 0; i < 60; i++) {
      expect(throttle.wait(`203.0.113.${i}`)).toBe(0)
      fail(`203.0.113.${i}`)
    }
    expect(throttle.wait('198.51.100.1')).toBeGreaterThan(0)
    expect(throttle.wait(OWNER)).toBe(0)
    clock.now += 60_000
    expect(throttle.wait('198.51.100.1')).toBe(0)
  })

  it('takes an IPv6 network for one guesser, and both forms of IPv4 for themselves', () => {
    const { throttle, fail } = createRig()
    for (let i = 0; i < 6; i++) fail(`2001:db8:1:2::${i.toString(16)}`)
    expect(throttle.wait('2001:db8:1:2:ffff::1')).toBeGreaterThan(0)
    expect(throttle.wait('2001:db8:1:3::1')).toBe(0)
    for (let i = 0; i < 6; i++) fail('::ffff:192.0.2.9')
    expect(throttle.wait('::ffff:192.0.2.8')).toBe(0)
    expect(throttle.wait('::1')).toBe(0)
  })

  it('does not grow without end', () => {
    const { throttle, clock, fail } = createRig()
    const used = process.memoryUsage().heapUsed
    for (let i = 0; i < 50_000; i++) {
      clock.now += 2_000
      fail(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`)
    }
    expect(throttle.wait('10.0.0.0')).toBe(0)
    expect(process.memoryUsage().heapUsed - used).toBeLessThan(100 * 1024 * 1024)
  })
})
