import { expect, test } from 'vitest'
import { readCodexStore } from './read-codex-store.ts'

test.each([
  ['', 'file'],
  ['cli_auth_credentials_store = "keyring"', 'keyring'],
  ["model = 'x'\r\n  cli_auth_credentials_store='auto' # why\r\n[mcp]\r\n", 'auto'],
  ['cli_auth_credentials_store = "ephemeral"', 'ephemeral'],
  ['# cli_auth_credentials_store = "keyring"', 'file'],
  ['[profiles.x]\ncli_auth_credentials_store = "keyring"', 'file'],
  ['cli_auth_credentials_store = "new-kind"', 'file'],
])('reads %j as %s', (config, store) => {
  expect(readCodexStore(config)).toBe(store)
})
