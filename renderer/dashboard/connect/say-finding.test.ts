import { describe, expect, it } from 'vitest'
import german from '../../language/de-dashboard.json' with { type: 'json' }
import { speak } from '../../language/t.ts'
import { sayFinding } from './say-finding.ts'

const KEPT = 'Claude Code 2.1.329 keeps tool search on.'
const SENT = '/home/ada/.zshrc, line 12, sends Claude Code to http://127.0.0.1:1.'

describe('sayFinding', () => {
  it('says in English what the server says', () => {
    expect([KEPT, SENT].map(sayFinding)).toEqual([KEPT, SENT])
  })
  it('says known sentences in the page’s language, with what stands in them', async () => {
    await speak('de', german)
    expect(sayFinding(KEPT)).toBe('Claude Code 2.1.329 lässt die Tool-Suche eingeschaltet.')
    expect(sayFinding(SENT)).toBe('/home/ada/.zshrc, Zeile 12, schickt Claude Code an http://127.0.0.1:1.')
    expect(sayFinding('The environment of this program sets HTTP_PROXY. Nobody knows why.')).toBe(
      'The environment of this program sets HTTP_PROXY. Nobody knows why.',
    )
    expect(sayFinding('Run: launchctl unsetenv ANTHROPIC_BASE_URL')).toBe(
      'Ausführen: launchctl unsetenv ANTHROPIC_BASE_URL',
    )
  })
  it('names a place that is no file in the page’s language too', () => {
    const sentence =
      'The environment of this program sets HTTP_PROXY, and Claude Code asks that proxy for 127.0.0.1, too. It cannot reach Signalbox.'
    expect(sayFinding(sentence)).toMatch(/^Die Umgebung von Signalbox setzt HTTP_PROXY,/)
  })
})
