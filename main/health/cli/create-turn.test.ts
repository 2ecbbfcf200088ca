import { describe, expect, it } from 'vitest'
import { createTurn } from './create-turn.ts'

describe('createTurn', () => {
  it('starts work only when earlier work has ended, also when that failed', async () => {
    const takeTurn = createTurn()
    const log: string[] = []
    const gate = Promise.withResolvers<void>()
    const first = takeTurn(async () => {
      log.push('first starts')
      await gate.promise
      log.push('first fails')
      throw new Error('broken')
    })
    const second = takeTurn(() => {
      log.push('second starts')
      return Promise.resolve(2)
    })
    gate.resolve()
    await expect(first).rejects.toThrow('broken')
    expect(await second).toBe(2)
    expect(log).toEqual(['first starts', 'first fails', 'second starts'])
  })
})
