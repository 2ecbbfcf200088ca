import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isNode, listProductFiles, ROOT, visitSyntax } from './testing/read-syntax.ts'

/**
 * Messages of other programs that may be matched by text, since they have no code. Our own messages carry a code
 * (shared/language), and comparing their text would break when the wording changes.
 */
const FOREIGN: Readonly<Record<string, string>> = {
  'dynamically imported module|Unable to preload': 'the browser’s and Vite’s, of a chunk that is gone',
  'connection|timeout|terminat|authentication|SSL|not queryable': 'errors of pg without a code',
  'meta.key text': 'columns of a PostgreSQL schema',
  'meta.value text': 'columns of a PostgreSQL schema',
  'meta.key text,meta.value text': 'columns of a PostgreSQL schema',
  '^Max open files +(\\d+)': '/proc/self/limits',
  'Invalid EOF state': 'undici’s HTTPParserError',
  'rate limit': 'errors of providers',
  'too long': 'errors of the API',
  'api key': 'output of `claude auth status`',
  '^# Environment\\n(?:.*\\n){0,4}? - Primary working directory: (.+)$': 'prompts of Claude Code',
  '<env>\\nWorking directory: (.+)$': 'prompts of Claude Code',
  'not logged in': 'output of `claude auth status`',
}

/** Our own states whose names contain a space. */
const TAGS = new Set(['in doubt'])

/** Two consecutive words; in a pattern, letters and spaces only. */
const WORDS = /[A-Za-z]{2,}(?: |\\s[+*]?)[a-z]{2,}/

const READERS = new Set([
  'startsWith',
  'endsWith',
  'includes',
  'indexOf',
  'search',
  'match',
  'matchAll',
  'replace',
])

interface Found {
  file: string
  text: string
}

/** Finds every place that searches a text for words: in a regular expression, a comparison or a search. */
async function findReadings(text: string, file: string): Promise<Found[]> {
  const found: Found[] = []
  const add = (value: unknown) => {
    if (typeof value === 'string' && WORDS.test(value)) found.push({ file, text: value })
  }
  await visitSyntax(text, file, (node) => {
    if (node['type'] === 'RegExpLiteral') add(node['pattern'])
    if (node['type'] === 'BinaryExpression' && /^[!=]==?$/.test(String(node['operator'])))
      for (const side of [node['left'], node['right']]) add(literalOf(side))
    if (node['type'] === 'SwitchCase') add(literalOf(node['test']))
    if (node['type'] !== 'CallExpression' || !isNode(node['callee'])) return
    const { property } = node['callee']
    if (!isNode(property) || !READERS.has(String(property['value'])) || !Array.isArray(node['arguments']))
      return
    const [first] = node['arguments'] as unknown[]
    if (isNode(first)) add(literalOf(first['expression']))
  })
  return found
}

function literalOf(node: unknown): unknown {
  return isNode(node) && node['type'] === 'StringLiteral' ? node['value'] : undefined
}

describe('no code reads a sentence of our own', () => {
  it('in the program, beside those of other programs', async () => {
    const files = listProductFiles()
    expect(files.length).toBeGreaterThan(500)
    const found = await Promise.all(
      files.map((file) => findReadings(readFileSync(join(ROOT, file), 'utf8'), file)),
    )
    const readings = found.flat()
    expect(readings.filter(({ text }) => !TAGS.has(text) && !Object.hasOwn(FOREIGN, text))).toEqual([])
    expect(Object.keys(FOREIGN).filter((text) => !readings.some((one) => one.text === text))).toEqual([])
  })

  it.each([
    ['a pattern', 'const is = /^Fallback (\\d+)\\. No rule matches/.exec(reason)'],
    ['a comparison', "if (sentence === 'It names no model.') go()"],
    ['a beginning', "errors.find((said) => said.startsWith('name must be'))"],
    ['a part', "const isBusy = error.includes('in use')"],
    ['a case', "switch (reason) { case 'not found': break }"],
    ['a cut', "sentence.replace(/^Claude Code is /, '')"],
  ])('is noticed by %s', async (_what, text) => {
    expect(await findReadings(text, 'a.ts')).toHaveLength(1)
  })

  it.each([
    ['a code', "if (code === 'port_in_use') go()"],
    ['a sentence that is said', "say('No rule matches.')"],
    ['a pattern of one word', 'const is = /^claude.*haiku/i.test(model)'],
  ])('has nothing against %s', async (_what, text) => {
    expect(await findReadings(text, 'a.ts')).toEqual([])
  })
})
