import { expect, test } from 'vitest'
import { parseSearch } from './parse-search.ts'

const NOW = new Date(2026, 10, 21, 15).getTime()

test.each([
  ['fix the parser', {}, 'fix the parser'],
  ['tool:edit ', { tool: 'edit' }, ''],
  ['tool:edit', {}, 'tool:edit'],
  ['tool:edit file:theme.css words ', { tool: 'edit', file: 'theme.css' }, 'words'],
  ['file:"my file.ts" ', { file: 'my file.ts' }, ''],
  ['status:529 model:opus project:x ', { status: '529', model: 'opus', inProject: 'x' }, ''],
  ['status:nonsense ', {}, 'status:nonsense '],
  ['cost:>0.5 >10s ', { minCost: 0.5, minDurationMs: 10_000 }, ''],
  ['cost:>0,5 duration:>1.5m ', { minCost: 0.5, minDurationMs: 90_000 }, ''],
  ['today ', { start: new Date(2026, 10, 21).toISOString() }, ''],
  [
    'YESTERDAY x ',
    { start: new Date(2026, 10, 20).toISOString(), end: new Date(2026, 10, 21).toISOString() },
    'x',
  ],
  ['miss:tools ', { cacheReason: 'tools' }, ''],
  ['miss:any x ', { missed: true }, 'x'],
  ['miss:nothing ', {}, 'miss:nothing '],
  ['is:failed kind:title ', { outcome: 'failed', kind: 'title' }, ''],
  [
    'kind:nothing constructor:x __proto__:y toString ',
    {},
    'kind:nothing constructor:x __proto__:y toString ',
  ],
  ['https://example.com/x ', {}, 'https://example.com/x '],
  ['"an open quote ', {}, '"an open quote '],
])('%j', (text, change, rest) => {
  expect(parseSearch(text, NOW)).toEqual({ change, rest })
})
