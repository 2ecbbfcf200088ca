import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isNode, listProductFiles, ROOT, visitSyntax } from './testing/read-syntax.ts'
import { findBacktracking } from '../../e2e/find-backtracking.ts'
import { ANY_ASSIGNMENT, SHAPES, SHORTENED_KEY } from '../../shared/redact-secrets.ts'

/** Expressions that are linear although the analysis cannot prove it, or whose input is limited to a small size. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  [String.raw`"(?:text|thinking|partial_json)":\s*"((?:[^"\\]|\\.)*)"`]:
    'what stands before the run has bare quotes, and the run only escaped ones',
  [String.raw`data: ?\{"type":"content_block_delta","index":\d{1,6},"delta":\{"type":"(?:text_delta","text|input_json_delta","partial_json)":"((?:[ !#-[\]-\xff]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*)"\} *\}\r?\n`]:
    'sticky: matches at one place only, the beginning of a line',
}

/** Files that build an expression from a string, and why it is linear. */
const BUILT: Readonly<Record<string, string>> = {
  'shared/redact-secrets.ts': 'its shapes are checked below',
  'shared/secret-names.ts': 'words in a name, with one anchored repetition',
  'main/base/create-report-redaction.ts': 'alternatives of escaped words',
  'main/base/create-secret-mask.ts': 'spellings of single characters, which begin differently',
  'main/providers/too-long.ts': 'words with one bounded number each, on 4,000 characters at most',
  'main/transcripts/search-text.ts': 'an escaped word',
}

interface Found {
  file: string
  source: string
  flags: string
}

/** Every regular expression of the program, found by a parser. */
async function collect(): Promise<{ literals: Found[]; built: Set<string>; files: number }> {
  const files = listProductFiles()
  const literals: Found[] = []
  const built = new Set<string>()
  for (const file of files) {
    const text = readFileSync(join(ROOT, file), 'utf8')
    await visitSyntax(text, file, (node) => {
      if (node['type'] === 'RegExpLiteral') {
        literals.push({ file, source: String(node['pattern']), flags: String(node['flags']) })
      }
      const callee = node['callee']
      const isCall = node['type'] === 'NewExpression' || node['type'] === 'CallExpression'
      if (isCall && isNode(callee) && callee['value'] === 'RegExp') built.add(file)
    })
  }
  return { literals, built, files: files.length }
}

describe('every regular expression of the program', () => {
  it('takes linear time, or has a written reason', async () => {
    const { literals, built, files } = await collect()
    expect(files).toBeGreaterThan(500)
    expect(literals.length).toBeGreaterThan(200)
    const slow = literals.flatMap(({ file, source, flags }) => {
      const reasons = findBacktracking(source, flags)
      return reasons.length === 0 ? [] : [{ file, source, reasons: reasons.join(', ') }]
    })
    expect(slow.filter(({ source }) => !Object.hasOwn(EXCEPTIONS, source))).toEqual([])
    expect(Object.keys(EXCEPTIONS).filter((source) => !slow.some((one) => one.source === source))).toEqual([])
    expect([...built].toSorted()).toEqual(Object.keys(BUILT).toSorted())
  })

  it.each([...SHAPES.map(({ pattern }) => pattern), SHORTENED_KEY, ANY_ASSIGNMENT])(
    'also where it is built: %s',
    ({ source, flags }) => {
      expect(findBacktracking(source, flags)).toEqual([])
    },
  )
})

describe('the analysis', () => {
  it.each([
    [/(a+)+b/],
    [/(?:a|a)*b/],
    [/a*a*b/],
    [/\s*$/],
    [/\/+$/],
    [/^\s*x/m],
    [/([a-z][a-z0-9+.-]*:\/\/)[^\s/@:]*:[^\s/@]*@/gi],
    [/\beyJ[\w-]{8,}\.[\w-]+/],
    [/^basic\s+([A-Za-z0-9+/=_-]{0,4096})\s*$/i],
    [/<args>([\s\S]*?)<\/args>/],
    [/qwen3.*thinking/],
    [/\/(?:chat|models(?:\/.*)?)$/],
    [/_session_.*$/],
  ])('finds %s', (pattern) => {
    expect(findBacktracking(pattern.source, pattern.flags)).not.toEqual([])
  })

  it.each([
    [/^a+$/],
    [/(?<![\w-])eyJ[\w-]+\./],
    [/(?<!\/)\/+$/],
    [/\bsk-[\w-]{8,}/g],
    [/\bword\w+!/],
    [/a{0,20}b/],
    [/"[^"]*"/],
  ])('has nothing against %s', (pattern) => {
    expect(findBacktracking(pattern.source, pattern.flags)).toEqual([])
  })
})
