import { expect, test } from 'vitest'
import { buildResponse } from './response.ts'
import { checkResponse } from './check-response.ts'
import type { EventFaults } from './compare-events.ts'

const response = buildResponse({ pace: 'fast', id: 7, deltas: 4, deltaSize: 24 })
const [first = '', second = '', third = '', ...rest] = response.events

function check(...pieces: string[]): EventFaults | undefined {
  const checking = checkResponse(response)
  for (const piece of pieces) checking.push(Buffer.from(piece))
  return checking.finish()
}

test('finds nothing wrong with the upstream’s bytes, however they are cut', () => {
  for (let cut = 0; cut <= response.bytes.length; cut++) {
    const checking = checkResponse(response)
    checking.push(response.bytes.subarray(0, cut))
    checking.push(response.bytes.subarray(cut))
    expect(checking.finish()).toBeUndefined()
  }
})

test.each([
  ['lost', [first, third, ...rest], { lost: 1, duplicated: 0, reordered: 0, changed: 0 }],
  ['lost at the end', [first, second, third], { lost: rest.length, duplicated: 0, reordered: 0, changed: 0 }],
  [
    'duplicated',
    [first, second, second, third, ...rest],
    { lost: 0, duplicated: 1, reordered: 0, changed: 0 },
  ],
  ['reordered', [first, third, second, ...rest], { lost: 0, duplicated: 0, reordered: 1, changed: 0 }],
  [
    'added by somebody else',
    [first, ': ping\n\n', second, third, ...rest],
    { lost: 0, duplicated: 0, reordered: 0, changed: 1 },
  ],
  [
    'changed',
    [first.replace('msg_', 'MSG_'), second, third, ...rest],
    { lost: 1, duplicated: 0, reordered: 0, changed: 1 },
  ],
])('tells an event that was %s', (_, pieces, faults) => {
  expect(check(...pieces)).toEqual(faults)
  expect(check(pieces.join(''))).toEqual(faults)
})

test('tells another stream’s answer from its own', () => {
  const other = buildResponse({ pace: 'fast', id: 8, deltas: 4, deltaSize: 24 })
  expect(check(other.bytes.toString())?.changed).toBeGreaterThan(0)
})
