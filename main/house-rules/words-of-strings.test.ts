import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import german from '../desktop/language/de.json' with { type: 'json' }
import { isNode, listProductFiles, ROOT, visitSyntax } from './testing/read-syntax.ts'

/** Words and phrases of a private language, and what to write in their place. */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/\bmend(?:s|ed|ing)?\b/i, 'fix'],
  [/\b(?:whoever|whom|shall|somebody|nobody|anew)\b/i, 'the plain pronoun or verb'],
  [/\b(?:called|calls?) (?:it |the \w+ )?off\b/i, 'cancel'],
  [/\b(?:taken?|takes) (?:it |the \w+ )?(?:away|back|over)\b/i, 'remove, restore, import'],
  [/\b(?:goes|went) (?:to|away|through|on)\b/i, 'is sent to, disconnected, uses, continues'],
  [
    /\b(?:stands in|holds now|what is said|is not there|of late|so many|as good as|the way out)\b/i,
    'the usual term',
  ],
  [/\bno (?:JSON|file|http|setting|text) \b/i, 'not a …'],
  [/\banswer(?:s|ed)?\b/i, 'response, respond'],
  [/\b(?:kept|keeps) (?:bodies|headers)\b|\bwere kept\b/i, 'stored'],
  [/\bin any case\b/i, 'case-insensitive'],
  [/\bcut(?:s)? (?:the |running )?requests\b/i, 'abort'],
]

/** A description of a value or an operation is a noun phrase or an imperative. */
const RIDDLE = /^(?:What|Whether|Whoever|Who|How|Where|When)\b/

/** A word with a straight apostrophe, as in `can't`. Catalogues, pages and terminal use the typographic one. */
const STRAIGHT = /[a-z]'(?:s|t|re|ve|ll|d)\b/i

interface Said {
  at: string
  kind: 'command line' | 'settings' | 'log' | 'description' | 'desktop'
  text: string
}

const LEVELS = new Set(['trace', 'debug', 'info', 'warn', 'error', 'fatal'])
const DESCRIBING = new Set(['summary', 'description', 'help'])

const files = listProductFiles().filter(
  (file) => !file.startsWith('renderer/') && !file.includes('/language/'),
)
const said: Said[] = []
for (const file of files) said.push(...(await saidIn(readFileSync(join(ROOT, file), 'utf8'), file)))

describe('sentences outside the pages', () => {
  it('are found, of every kind', () => {
    for (const [kind, least] of [
      ['command line', 80],
      ['settings', 20],
      ['log', 40],
      ['description', 130],
      ['desktop', 25],
    ] as const)
      expect([kind, said.filter((one) => one.kind === kind).length > least]).toEqual([kind, true])
  })

  it('use the usual words', () => {
    const all = [
      ...said,
      ...Object.keys(german).map((text): Said => ({ at: 'de.json', kind: 'desktop', text })),
    ]
    const refused = all.flatMap(({ at, text }) =>
      REFUSED.flatMap(([pattern, instead]) => (pattern.test(text) ? [`${at}: "${text}" → ${instead}`] : [])),
    )
    expect(refused).toEqual([])
  })

  it('describe with a noun phrase or an imperative', () => {
    expect(said.filter(({ kind, text }) => kind === 'description' && RIDDLE.test(text))).toEqual([])
  })

  it('have typographic apostrophes, except in the log', () => {
    expect(said.filter(({ kind, text }) => kind !== 'log' && STRAIGHT.test(text))).toEqual([])
  })

  it('are found in each form', async () => {
    const source = `
      log.warn({ err }, 'first')
      deps.logger.error('second')
      const schema = { summary: 'third', help: 'fourth', description: \`fifth \${x}\` }
      t('sixth {{name}}', { name })
    `
    expect((await saidIn(source, 'main/server/x.ts')).map(({ kind, text }) => [kind, text])).toEqual([
      ['log', 'first'],
      ['log', 'second'],
      ['description', 'third'],
      ['description', 'fourth'],
      ['description', 'fifth …'],
    ])
    expect((await saidIn(source, 'main/desktop/x.ts')).at(-1)).toMatchObject({
      kind: 'desktop',
      text: 'sixth {{name}}',
    })
    expect(await saidIn("print(`Nothing was ${done}.`); import('./x.ts')", 'main/cli/x.ts')).toMatchObject([
      { kind: 'command line', text: 'Nothing was ….' },
    ])
  })
})

async function saidIn(source: string, file: string): Promise<Said[]> {
  const found: Said[] = []
  const add = (kind: Said['kind'], node: unknown) => {
    const text = textOf(node)
    if (text !== undefined && text !== '') found.push({ at: file, kind, text })
  }
  await visitSyntax(source, file, (node) => {
    if (node['type'] === 'CallExpression') {
      const args = argumentsOf(node)
      if (isLogCall(node['callee'])) args.forEach((arg) => add('log', arg))
      else if (file.startsWith('main/desktop/') && nameOf(node['callee']) === 't') add('desktop', args[0])
    }
    if (node['type'] === 'KeyValueProperty' && DESCRIBING.has(nameOf(node['key']) ?? ''))
      add('description', node['value'])
    // Whole folders: whatever reads like a sentence is shown in a terminal.
    const kind = file.startsWith('main/cli/')
      ? 'command line'
      : file.startsWith('main/settings/')
        ? 'settings'
        : undefined
    if (kind !== undefined && / [a-z]+ /i.test(textOf(node) ?? '')) add(kind, node)
  })
  return found
}

function argumentsOf(call: Record<string, unknown>): unknown[] {
  const given: unknown[] = Array.isArray(call['arguments']) ? call['arguments'] : []
  return given.map((argument) => (isNode(argument) ? argument['expression'] : undefined))
}

/** `log.warn`, `deps.logger.error`, `deps.log` */
function isLogCall(callee: unknown): boolean {
  if (!isNode(callee) || callee['type'] !== 'MemberExpression') return false
  if (nameOf(callee['property']) === 'log' && nameOf(callee['object']) === 'deps') return true
  const object = callee['object']
  const owner = nameOf(object) ?? (isNode(object) ? nameOf(object['property']) : undefined)
  return /^log(?:ger)?$/.test(owner ?? '') && LEVELS.has(nameOf(callee['property']) ?? '')
}

function nameOf(node: unknown): string | undefined {
  return isNode(node) && node['type'] === 'Identifier' && typeof node['value'] === 'string'
    ? node['value']
    : undefined
}

/** The text of a literal, with `…` for each value that is filled in. */
function textOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined
  if (node['type'] === 'StringLiteral') return typeof node['value'] === 'string' ? node['value'] : undefined
  if (node['type'] !== 'TemplateLiteral' || !Array.isArray(node['quasis'])) return undefined
  const quasis: unknown[] = node['quasis']
  return quasis.map((quasi) => (isNode(quasi) ? String(quasi['raw'] ?? quasi['cooked']) : '')).join('…')
}
