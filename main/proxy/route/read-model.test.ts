import { describe, expect, it } from 'vitest'
import { runAtOnce } from '../../base/work-in-parts.ts'
import { readModel } from './read-model.ts'

const read = (body: string) => runAtOnce(readModel(Buffer.from(body)))

describe('readModel', () => {
  it('reads the model, wherever it stands', () => {
    expect(read('{"model":"claude-x","stream":true}')).toBe('claude-x')
    expect(read('{"messages":[{"model":"m"}],"model":"claude-x"}')).toBe('claude-x')
  })

  it('reads none from inside messages, nor one that is no text', () => {
    expect(read('{"messages":[{"model":"m"}]}')).toBeUndefined()
    expect(read('{"model":7}')).toBeUndefined()
  })

  it('leaves what stands behind the model to the upstream', () => {
    expect(read('{"model":"claude-x","messages":[')).toBe('claude-x')
  })

  it('does not parse what is too long for a name', () => {
    expect(read(`{"model":"${'a'.repeat(70_000)}"}`)).toBeUndefined()
    expect(read(`{"model":[${'0,'.repeat(70_000)}nope]}`)).toBeUndefined()
  })

  it('decodes escapes in a model name', () => {
    expect(read('{"model":"cl\\u0061ude \\"x\\""}')).toBe('claude "x"')
  })

  it.each(['', 'null', '[]', '{"messages":[', 'not json', '{"model":nope}', '{"stream":true}{}'])(
    'refuses %j',
    (body) => {
      expect(() => read(body)).toThrow(expect.objectContaining({ code: 'invalid_json' }))
    },
  )
})
