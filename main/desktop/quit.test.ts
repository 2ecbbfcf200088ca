import { expect, test, vi } from 'vitest'
import { fakeSignalbox } from './testing/fake-signalbox.ts'
import { createQuit } from './quit.ts'
import { silentLog } from './testing/silent-log.ts'

function quitting(signalbox = fakeSignalbox()) {
  const exit = Promise.withResolvers<number>()
  const codes: number[] = []
  const changes: boolean[] = []
  const quit = createQuit({
    signalbox,
    log: silentLog,
    onChange: () => changes.push(quit.isWaiting()),
    exit: (code) => {
      codes.push(code)
      exit.resolve(code)
    },
  })
  return {
    signalbox,
    calls: signalbox.calls,
    endDrain: signalbox.endDrain,
    quit,
    codes,
    changes,
    exited: exit.promise,
  }
}

test('drains, stops and exits 0', async () => {
  const { quit, calls, codes, endDrain, exited } = quitting()
  quit.whenIdle('quit')
  expect(quit.isWaiting()).toBe(true)
  expect(codes).toEqual([])
  endDrain()
  expect(await exited).toBe(0)
  expect(calls).toEqual(['drain quit', 'stop'])
})

test('does not wait when nothing listens', async () => {
  const { quit, exited, calls } = quitting(fakeSignalbox({ state: () => ({ state: 'stopped' }) }))
  quit.whenIdle('quit')
  expect(await exited).toBe(0)
  expect(calls).toEqual(['stop'])
})

test('keeps running after a resume, and can quit later', async () => {
  const { quit, signalbox, codes, changes, endDrain, exited } = quitting()
  quit.whenIdle('quit')
  signalbox.resume()
  expect(quit.isWaiting()).toBe(false)
  endDrain()
  await new Promise(setImmediate)
  expect(codes).toEqual([])
  expect(changes).toEqual([true, false])
  quit.whenIdle('quit')
  endDrain()
  expect(await exited).toBe(0)
})

test('quitting now does not wait for the drain', async () => {
  const { quit, exited, calls } = quitting()
  quit.whenIdle('quit')
  quit.now()
  expect(await exited).toBe(0)
  expect(calls).toEqual(['drain quit', 'stop'])
})

test('exits once, however often and however it is asked', async () => {
  const { quit, codes, endDrain, exited } = quitting()
  quit.whenIdle('quit')
  quit.whenIdle('signal')
  quit.now(1)
  quit.now()
  endDrain()
  await exited
  await new Promise(setImmediate)
  expect(codes).toEqual([1])
})

test('a second quit does not wait for an installer that hangs', async () => {
  const { quit, codes, exited } = quitting()
  quit.now()
  await exited
  quit.now()
  await new Promise(setImmediate)
  expect(codes).toEqual([0, 0])
})

test('a signal strengthens a drain that is on', () => {
  const { quit, calls } = quitting()
  quit.whenIdle('quit')
  quit.whenIdle('signal')
  expect(calls).toEqual(['drain quit', 'drain signal'])
})

test('leaves within the time that the system gives', async () => {
  vi.useFakeTimers()
  const { quit, codes, exited } = quitting()
  quit.whenIdle('quit', 5000)
  await vi.advanceTimersByTimeAsync(4999)
  expect(codes).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(await exited).toBe(0)
  vi.useRealTimers()
})

test('exits although the listener does not close', async () => {
  vi.useFakeTimers()
  const { quit, exited } = quitting(fakeSignalbox({ stop: () => new Promise(() => undefined) }))
  quit.now()
  await vi.advanceTimersByTimeAsync(6000)
  expect(await exited).toBe(0)
  vi.useRealTimers()
})
