import { expect, it } from 'vitest'
import { coded, inEnglish, say, toMessage } from './say.ts'

it('fills in the values, and groups the digits of numbers as the language does', () => {
  const long = coded('routing.long_context', { tokens: 70_001, limit: 60_000 })
  expect(inEnglish(long)).toBe('Route longContext: about 70,001 tokens exceed the limit of 60,000.')
  expect(say(toMessage(long), 'de')).toBe(
    'Route longContext: etwa 70.001 Token überschreiten die Grenze von 60.000.',
  )
})

it('keeps the sentence that came with a code of a newer version', () => {
  expect(say({ code: 'routing.from_the_future', params: {}, message: 'As told.' }, 'de')).toBe('As told.')
  expect(say({ code: 'constructor', params: {}, message: 'As told.' }, 'en')).toBe('As told.')
})

it('leaves values alone that look like holes', () => {
  expect(inEnglish(coded('routing.explicit', { model: '{provider} $&' }))).toBe(
    'The request asks for “{provider} $&”.',
  )
})
