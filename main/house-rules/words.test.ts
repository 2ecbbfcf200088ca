import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readPageTexts } from './testing/read-page-texts.ts'

const ROOT = join(import.meta.dirname, '../..')

/** Words of a private language; each has a plain one that every engineer knows. */
const REFUSED = [
  /\bmend(?:s|ed|ing)?\b/i,
  /\b(?:whoever|whom|shall|somebody|nobody|anew)\b/i,
  /\b(?:no JSON|so many of|of late|as good as|letter by letter|take away|takes back|the way out)\b/i,
  /\b(?:goes to|stands in|holds now|what is said)\b/i,
]

/** Synonyms that the pages avoid, so that each thing has one name: response, captured. */
const SYNONYMS = /\b(?:answer(?:s|ed)?|kept)\b/i

/** A doc comment names its thing or the reason for it. */
const RIDDLE = /^(?:What|Whether|Whoever|How|Where)\b/

interface Found {
  at: string
  text: string
}

/** Every comment of a source file, line by line, and which lines begin a doc comment. */
function commentsOf(source: string): { line: number; text: string; isFirstOfDoc: boolean }[] {
  const found: { line: number; text: string; isFirstOfDoc: boolean }[] = []
  let opensDoc = false
  for (const [index, raw] of source.split('\n').entries()) {
    const line = raw.trim()
    const whole = /^(\/\*\*?|\*\/?|\/\/)\s?(.*)$/.exec(line)
    const text = whole?.[2] ?? /\s\/\/ (.*)$/.exec(raw)?.[1]
    if (text === undefined) {
      opensDoc = false
      continue
    }
    const isFirstOfDoc = (whole?.[1] === '/**' && text !== '') || opensDoc
    opensDoc = whole?.[1] === '/**' && text === ''
    found.push({ line: index + 1, text: text.replace(/\*\/$/, '').trim(), isFirstOfDoc })
  }
  return found
}

function refusedIn(text: string): boolean {
  return REFUSED.some((pattern) => pattern.test(text))
}

function read(pattern: string): { file: string; text: string }[] {
  return globSync(pattern, { cwd: ROOT, exclude: (name) => name.includes('node_modules') }).map((file) => ({
    file: file.replaceAll('\\', '/'),
    text: readFileSync(join(ROOT, file), 'utf8'),
  }))
}

describe('the words of comments', () => {
  const sources = read('{.dependency-cruiser.cjs,{main,shared,renderer,e2e}/**/*.{ts,tsx,cjs,cts}}').filter(
    ({ file }) => !file.startsWith('e2e/clients/') && !file.endsWith('house-rules/words.test.ts'),
  )
  const comments = sources.flatMap(({ file, text }) =>
    commentsOf(text).map((comment) => ({ ...comment, at: `${file}:${comment.line}` })),
  )

  it('are plain', () => {
    expect(comments.length).toBeGreaterThan(3_000)
    const refused: Found[] = comments
      .filter(({ text }) => refusedIn(text))
      .map(({ at, text }) => ({ at, text }))
    expect(refused).toEqual([])
  })

  it('name a thing or a reason, and do not begin with a question word', () => {
    const riddles = comments.filter(({ text, isFirstOfDoc }) => isFirstOfDoc && RIDDLE.test(text))
    expect(riddles.map(({ at, text }) => ({ at, text }))).toEqual([])
  })

  it('are plain in style sheets', () => {
    const notes = read('renderer/**/*.css').flatMap(({ file, text }) =>
      [...text.matchAll(/\/\*([\s\S]*?)\*\//g)].map(([, note = '']) => ({ at: file, text: note.trim() })),
    )
    expect(notes.length).toBeGreaterThan(40)
    expect(notes.filter(({ text }) => refusedIn(text) || RIDDLE.test(text))).toEqual([])
  })

  it('are found where they stand', () => {
    const source = '/** One. */\n/**\n * What two.\n */\nconst a = 1 // whoever\n// three\n'
    expect(commentsOf(source).map(({ text, isFirstOfDoc }) => [text, isFirstOfDoc])).toEqual([
      ['One.', true],
      ['', false],
      ['What two.', true],
      ['', false],
      ['whoever', false],
      ['three', false],
    ])
  })
})

/** `it.each([…])('title'`: the titles of the tests in a file, as they are written. */
const TITLE =
  /\b(?:it|test|describe)(?:\.\w+(?:\((?:\[[\s\S]*?\](?: as const)?,?\s*|[^()[\]\n]*(?:\([^()]*\))?[^()[\]\n]*)\))?)*\(\s*(['"`])((?:\\.|(?!\1).)*)\1/g

function titlesOf(source: string): string[] {
  return [...source.matchAll(TITLE)].map(([, , title = '']) => title)
}

describe('the words of test titles', () => {
  it('are plain', () => {
    const titles = read('{main,shared,renderer,e2e}/**/*.{ts,tsx}')
      .filter(({ file }) => !file.startsWith('e2e/clients/') && !file.endsWith('house-rules/words.test.ts'))
      .flatMap(({ file, text }) => titlesOf(text).map((title) => ({ file, title })))
    expect(titles.length).toBeGreaterThan(3_000)
    expect(titles.filter(({ title }) => refusedIn(title))).toEqual([])
  })

  it('are found in each form', () => {
    const source = `
      it('one', () => {})
      test.skipIf(isWindows())('two', () => {})
      describe.each([['a', 1]])("three", () => {})
      it(
        'four',
      )
    `
    expect(titlesOf(source)).toEqual(['one', 'two', 'three', 'four'])
  })
})

describe('the words of pages and catalogues', () => {
  it('are plain in every README', () => {
    const pages = read('{*.md,.github/*.md,main/**/*.md,renderer/*.md,e2e/*.md}')
    expect(pages.length).toBeGreaterThan(4)
    const refused = pages.flatMap(({ file, text }) =>
      text.split('\n').flatMap((line, index) => (refusedIn(line) ? [`${file}:${index + 1}: ${line}`] : [])),
    )
    expect(refused).toEqual([])
  })

  it('are plain in the English catalogue', () => {
    const lines = read('shared/language/{en.ts,en/*.ts}').flatMap(({ file, text }) =>
      text.split('\n').map((line, index) => `${file}:${index + 1}: ${line}`),
    )
    expect(lines.length).toBeGreaterThan(400)
    expect(lines.filter(refusedIn)).toEqual([])
  })

  it('are plain on the pages, with one word for one thing', async () => {
    const texts = await readPageTexts()
    expect(texts.length).toBeGreaterThan(1_000)
    expect(texts.filter(({ text }) => refusedIn(text) || SYNONYMS.test(text))).toEqual([])
  })

  it('are plain in the keys of the pages’ German catalogues', () => {
    const keys = read('renderer/language/{de-*,plurals}.json').flatMap(({ text }) =>
      Object.keys(JSON.parse(text) as object),
    )
    expect(keys.length).toBeGreaterThan(1_000)
    expect(keys.filter((key) => refusedIn(key) || SYNONYMS.test(key))).toEqual([])
  })
})
