import { describe, expect, it } from 'vitest'
import { readSystem } from './read-system.ts'

function read(system: unknown) {
  const json = Buffer.from(JSON.stringify(system))
  return readSystem(json, { start: 0, end: json.length })
}

const texts = (system: unknown) => read(system).map(({ text }) => text)

describe('readSystem', () => {
  it('reads both forms', () => {
    expect(texts('You are')).toEqual(['You are'])
    expect(
      texts([
        { type: 'text', text: 'One "1"' },
        { cache_control: { text: 'x' }, text: 'Zwei é' },
      ]),
    ).toEqual(['One "1"', 'Zwei é'])
  })

  it('passes over the attribution, and over what is no text', () => {
    expect(
      texts([{ text: 'x-anthropic-billing-header: cc_version=2' }, { text: 7 }, 'a', {}, { text: 'b' }]),
    ).toEqual(['b'])
    expect(texts(null)).toEqual([])
    expect(texts({ text: 'a' })).toEqual([])
  })

  it('says where each text stands', () => {
    const json = Buffer.from('{"system":[{"type":"text","text":"\\u0061é"},{"text":"b"}]}')
    const spans = readSystem(json, { start: 10, end: json.length - 1 }).map(({ span }) => span)
    expect(spans.map(({ start, end }) => json.toString('utf8', start, end))).toEqual(['"\\u0061é"', '"b"'])
  })
})
