import { expect, it } from 'vitest'
import { toTokens } from './to-tokens.ts'

it('splits at the same characters, whatever else is in the text', () => {
  // A letter beyond ASCII takes the way of all Unicode.
  const wrong = Array.from({ length: 0x1_00_00 }, (_, code) => String.fromCharCode(code)).filter(
    (character) => {
      const alone = toTokens(`Ab${character}1C`)
      return `${alone} e` !== toTokens(`Ab${character}1C É`)
    },
  )
  expect(wrong).toEqual([])
})

it('keeps letters and digits, in lower case and without accents', () => {
  expect(toTokens('src/parse-Duration.ts')).toBe('src parse duration ts')
  expect(toTokens('  “Zoë’s” café → ½ №5 ')).toBe('zoe s cafe 1 2 no5')
  expect(toTokens(' — → ')).toBe('')
})
