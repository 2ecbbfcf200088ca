import { expect, it } from 'vitest'
import { isSecretName, isSecretVariable, mayNameSecret } from './secret-names.ts'

it.each(['authorization', 'Set-Cookie', 'x-api-key', 'apiKey', 'signing_key', 'access_token', 'CREDENTIALS'])(
  '%s names a secret',
  (name) => {
    expect([isSecretName(name), mayNameSecret(name)]).toEqual([true, true])
  },
)

it.each(['key', 'max_tokens', 'tokenizer', 'author', 'cookies_accepted', 'model', 'keyboard'])(
  '%s names none',
  (name) => {
    expect(isSecretName(name)).toBe(false)
  },
)

it.each(['GITHUB_TOKEN', 'GITHUB_TOKEN_FILE', 'API_KEYS', 'KEY', 'DB_PASSWORD'])(
  '%s is a secret variable',
  (name) => {
    expect(isSecretVariable(name)).toBe(true)
  },
)

it.each(['PATH', 'KEYBOARD', 'TOKENIZERS_PARALLELISM', 'SECRETARY'])('%s is none', (name) => {
  expect(isSecretVariable(name)).toBe(false)
})
