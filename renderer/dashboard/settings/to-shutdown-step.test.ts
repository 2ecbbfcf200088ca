import { expect, it } from 'vitest'
import { type ShutdownFacts, shutdownStep } from './to-shutdown-step.ts'

const livez = { instance_id: 'a', in_flight: 0 }
const asked: ShutdownFacts = { restart: false, instanceId: 'a', livez, isGone: false, isCalledOff: false }

it.each<[string, Partial<ShutdownFacts>]>([
  ['ending', { livez: undefined }],
  ['ending', {}],
  ['waiting', { livez: { ...livez, in_flight: 2 } }],
  ['stopped', { isGone: true }],
  ['ending', { isGone: true, restart: true }],
  ['restarted', { restart: true, livez: { ...livez, instance_id: 'b' } }],
  // Restarted by other means before this page polled.
  ['restarted', { livez: { ...livez, instance_id: 'b' } }],
  ['called-off', { isCalledOff: true, livez: { ...livez, in_flight: 1 } }],
])('is %s for %j', (step, facts) => {
  expect(shutdownStep({ ...asked, ...facts })).toBe(step)
})
