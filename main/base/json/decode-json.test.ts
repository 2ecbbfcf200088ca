import { expect, it } from 'vitest'
import { decodeJson } from './decode-json.ts'

it('reads UTF-8, and throws for what is not JSON', () => {
  expect(decodeJson(new TextEncoder().encode('{"a":"é"}'))).toEqual({ a: 'é' })
  expect(() => decodeJson(new Uint8Array([0x7b]))).toThrow(SyntaxError)
})
