import { describe, expect, it } from 'vitest'
import { redactForeignText } from './redact-foreign-text.ts'

const CANARY = 'sk-ant-api03-CANARY-0123456789abcdef'

describe('redactForeignText', () => {
  it.each([
    `upstream said: invalid x-api-key ${CANARY}`,
    'Authorization: Bearer CANARYCANARYCANARY',
    'https://user:CANARY123456@proxy.example/path',
    'https://proxy.example/?api_key=CANARY123456&x=1',
    'key AIzaCANARY0123456789CANARY0123456789',
    'ghp_CANARY0123456789CANARY',
    '{"token":"CANARY0123456789"}',
  ])('leaves no key in %s', (text) => {
    expect(redactForeignText(text)).not.toContain('CANARY')
  })

  it.each(['socket hang up', 'read ECONNRESET 127.0.0.1:443', 'claude-sonnet-4-5-20250929', 'stop_sequence'])(
    'leaves %s as it is',
    (text) => {
      expect(redactForeignText(text)).toBe(text)
    },
  )
})
