import { expect, it } from 'vitest'
import type { Problem } from '../../shared/connection.ts'
import { coded } from '../../shared/language/say.ts'
import { toFix, toProblem } from '../../shared/to-problem.ts'
import { sayDisconnected } from './say-disconnected.ts'

const CONNECTED = { currentUrl: 'http://127.0.0.1:3456', connectedSettings: '/home/a/.claude/settings.json' }
const OLD = 'http://old.example:1'
const problem = (code: Problem['code'], place: 'user' | 'shell') =>
  toProblem({
    code,
    severity: 'warning',
    says: coded('doctor.other_address', { address: OLD }),
    at: { place },
    fix: toFix('connect', coded('fix.connect_restores')),
  })

it('says that the earlier address is back, without a warning about it', () => {
  const shell = problem('other_address', 'shell')
  const problems = [problem('other_address', 'user'), shell]
  const elsewhere = { currentUrl: OLD, sentence: 'Claude Code uses another address.', problems }
  expect(sayDisconnected(CONNECTED, elsewhere)).toEqual({
    sentence: `Disconnected. ANTHROPIC_BASE_URL is ${OLD} again.`,
    currentUrl: null,
    problems: [shell],
  })
})

it('still says that nothing responds at the earlier address', () => {
  const dead = { currentUrl: OLD, sentence: '', problems: [problem('dead_address', 'user')] }
  expect(sayDisconnected(CONNECTED, dead).problems).toHaveLength(1)
})

it('says where Claude Code sends its requests where there was no address before', () => {
  const direct = { currentUrl: null, sentence: 'Claude Code talks to Anthropic directly.', problems: [] }
  expect(sayDisconnected(CONNECTED, direct).sentence).toBe(
    'Disconnected. Claude Code talks to Anthropic directly.',
  )
})

it('claims nothing that it did not do', () => {
  const problems = [problem('other_address', 'user')]
  const elsewhere = { currentUrl: OLD, sentence: 'Claude Code uses another address.', problems }
  expect(sayDisconnected({ currentUrl: OLD }, elsewhere)).toEqual({
    ...elsewhere,
    sentence: 'Nothing was changed. Claude Code uses another address.',
  })
  expect(sayDisconnected({ ...CONNECTED, currentUrl: OLD }, elsewhere)).toEqual({
    ...elsewhere,
    sentence: 'Disconnected. Claude Code uses another address.',
  })
})
