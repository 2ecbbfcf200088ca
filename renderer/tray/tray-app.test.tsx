import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Livez } from '../../shared/livez.ts'
import { type Api, ApiError } from '../api/api.ts'
import type { Client } from '../api/client.ts'
import type { Outcome } from '../api/reading.ts'
import { observe } from '../status/observe-for-test.ts'
import { TrayApp } from './tray-app.tsx'

beforeEach(() => vi.useFakeTimers({ now: Date.parse('2026-11-20T12:00:00.000Z') }))
afterEach(() => {
  cleanup()
  localStorage.clear()
  vi.useRealTimers()
})

test('livez is asked every second, health and an idle status every five', async () => {
  const server = createServer()
  await show(server)
  await pass(10_000)
  expect(server.asked).toEqual({ livez: 11, health: 3, status: 3 })
})

test('the status is asked every second while requests are in flight', async () => {
  const server = createServer()
  server.livez.in_flight = 1
  await show(server)
  await pass(10_000)
  expect(server.asked.status).toBeGreaterThanOrEqual(10)
})

test('a drain with requests in flight asks, counts down, ends drained and is resumed', async () => {
  const server = createServer()
  server.livez.in_flight = 2
  await show(server)
  await press('Drain')
  expect(screen.getByText('2 requests will finish; new ones wait and retry.')).toBeTruthy()
  expect(server.livez.draining).toBe(false)

  await press('Drain')
  expect(server.resumeAfterMs).toBe(15 * 60_000)
  expect(screen.getByText('2 left, resumes in 15 m')).toBeTruthy()
  server.livez.in_flight = 1
  await pass(1_000)
  expect(screen.getByText('1 left, resumes in 15 m')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Undo' })).toBeTruthy()
  server.livez.in_flight = 0
  await pass(10_000)
  expect(screen.getByText('Resumes in 15 m.')).toBeTruthy()

  await press('Resume')
  expect(server.livez.draining).toBe(false)
  expect(screen.getByRole('button', { name: 'Drain' })).toBeTruthy()
})

test('a drain can be undone for ten seconds, and lasts as long as was chosen', async () => {
  const server = createServer()
  await show(server)
  await press('Drain')
  fireEvent.change(screen.getByRole('combobox', { name: 'Drain duration' }), { target: { value: '' } })
  await press('Drain')
  expect(server.livez.draining).toBe(true)
  expect(server.resumeAfterMs).toBeUndefined()
  await pass(9_000)
  await press('Undo')
  expect(server.livez.draining).toBe(false)
})

test('a drain that gets no answer says so, and can be tried again', async () => {
  const server = createServer()
  server.refusesDrain = true
  await show(server)
  await press('Drain')
  await press('Drain')
  expect(screen.getByText('Signalbox isn’t responding. Try again.')).toBeTruthy()
  server.refusesDrain = false
  await press('Drain')
  await press('Drain')
  expect(screen.getByText('Resumes in 15 m.')).toBeTruthy()
})

test('a drain by signal counts down to its deadline and offers no cancel', async () => {
  const server = createServer()
  server.livez.in_flight = 1
  server.livez.draining = true
  server.livez.drain = {
    source: 'signal',
    started_at: '2026-11-20T12:00:00.000Z',
    in_flight_at_start: 1,
    deadline_at: '2026-11-20T12:00:30.000Z',
    refuses_new: false,
    cancellable: false,
  }
  await show(server)
  expect(screen.getByText('1 left, 30 s at most')).toBeTruthy()
  await pass(5_000)
  expect(screen.getByText('1 left, 25 s at most')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull()
})

test('checking again disables its button, tells its time after a second, and then asks for what was found', async () => {
  const server = createServer()
  const { promise, resolve } = Promise.withResolvers<Outcome<null>>()
  server.recheck = () => promise
  await show(server)
  await press('Check again')
  const asked = server.asked.health
  const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Check again' })
  expect(button.disabled).toBe(true)
  expect(screen.queryByText(/^Checking/)).toBeNull()
  await pass(2_000)
  expect(screen.getByText('Checking, 2 s')).toBeTruthy()

  resolve({ kind: 'answer', value: null })
  await pass(0)
  expect(button.disabled).toBe(false)
  expect(server.asked.health).toBeGreaterThan(asked)
})

test('a check that gets no answer says so, and R tries again, once at a time', async () => {
  const server = createServer()
  const runs: (() => void)[] = []
  server.recheck = () =>
    new Promise((resolve) => {
      runs.push(() => resolve({ kind: 'no-connection' }))
    })
  await show(server)
  fireEvent.keyDown(window, { key: 'r' })
  fireEvent.keyDown(window, { key: 'r' })
  await pass(0)
  expect(runs).toHaveLength(1)
  runs[0]?.()
  await pass(0)
  expect(screen.getByText('Signalbox isn’t responding. Try again.')).toBeTruthy()
  fireEvent.keyDown(window, { key: 'r' })
  await pass(0)
  expect(runs).toHaveLength(2)
})

function createServer() {
  const { livez, health, status } = observe()
  if (!livez.value || !health.value || !status.value) throw new Error('the observation is complete')
  const server = {
    livez: { ...livez.value } as Livez,
    asked: { livez: 0, health: 0, status: 0 },
    refusesDrain: false,
    resumeAfterMs: undefined as number | undefined,
    recheck: (): Promise<Outcome<null>> => Promise.resolve({ kind: 'answer', value: null }),
  }
  const says = <T,>(value: T): Promise<Outcome<T>> =>
    Promise.resolve({ kind: 'answer', value: structuredClone(value) })
  const setDraining = (draining: boolean, resumeAfterMs?: number): Promise<Outcome<Livez>> => {
    if (server.refusesDrain) return Promise.resolve({ kind: 'no-connection' })
    server.livez.draining = draining
    server.resumeAfterMs = resumeAfterMs
    server.livez.drain = {
      source: 'request',
      started_at: new Date().toISOString(),
      in_flight_at_start: 1,
      refuses_new: true,
      cancellable: true,
      ...(resumeAfterMs !== undefined && {
        resumes_at: new Date(Date.now() + resumeAfterMs).toISOString(),
      }),
    }
    return says(server.livez)
  }
  const healthy = health.value
  const known = status.value
  const client: Client = {
    livez: () => ((server.asked.livez += 1), says(server.livez)),
    health: () => ((server.asked.health += 1), says(healthy)),
    status: () => ((server.asked.status += 1), says(known)),
    drain: (resumeAfterMs) => setDraining(true, resumeAfterMs),
    resume: () => setDraining(false),
    recheck: () => server.recheck(),
  }
  return Object.assign(server, { client })
}

async function show({ client }: { client: Client }) {
  const deps = { client, api: NO_LOG, now: () => Date.now(), storage: localStorage, bridge: undefined }
  render(
    <QueryClientProvider client={new QueryClient()}>
      <TrayApp deps={deps} />
    </QueryClientProvider>,
  )
  await pass(0)
}

/** A server without a log and without a switch. */
const missing = () => Promise.reject(new ApiError('Not found', { status: 404 }))
const NO_LOG: Api = { get: missing, send: missing, text: missing }

async function press(name: string) {
  fireEvent.click(screen.getByRole('button', { name }))
  await pass(0)
}

function pass(ms: number) {
  return act(() => vi.advanceTimersByTimeAsync(ms))
}
