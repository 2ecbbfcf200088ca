import { expect, it } from 'vitest'
import german from '../../language/de-dashboard.json' with { type: 'json' }
import { speak } from '../../language/t.ts'
import { sayReason } from './say-reason.ts'

it('says why a request goes somewhere in the page’s language, and what it does not know as it came', async () => {
  expect(sayReason('It names no model.')).toBe('It names no model.')
  await speak('de', german)
  expect(sayReason('Fallback 2. Route think: it asks to think.')).toBe(
    'Ausweichziel 2. Route think: Thinking ist eingeschaltet.',
  )
  expect(sayReason('The name "claude-x" begins like a model of anthropic.')).toBe(
    'Der Name „claude-x“ beginnt wie ein Modell von anthropic.',
  )
  expect(sayReason('Because of the moon.')).toBe('Because of the moon.')
})
