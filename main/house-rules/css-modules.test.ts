import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const IMPORT = /import (\w+) from '([^']+\.module\.css)'/g

/** Class names that a style sheet defines. */
function classesOf(css: string): Set<string> {
  const rules = css.replace(/\/\*[\s\S]*?\*\//g, '')
  return new Set([...rules.matchAll(/\.([a-zA-Z][\w-]*)/g)].map(([, name = '']) => name))
}

/** `styles.head` and `styles['head']` → head. */
function usesOf(source: string, name: string): string[] {
  const uses = new RegExp(`\\b${name}(?:\\.([a-zA-Z]\\w*)|\\[['"]([\\w-]+)['"]\\])`, 'g')
  return [...source.replace(IMPORT, '').matchAll(uses)].map(([, dotted, quoted]) => dotted ?? quoted ?? '')
}

it('every class that a page names exists in its style sheet', () => {
  const imports = globSync('renderer/**/*.tsx', { cwd: ROOT }).flatMap((page) => {
    const source = readFileSync(join(ROOT, page), 'utf8')
    return [...source.matchAll(IMPORT)].map(([, name = '', path = '']) => {
      const sheet = normalize(join(dirname(page), path))
      return {
        page,
        sheet,
        uses: usesOf(source, name),
        classes: classesOf(readFileSync(join(ROOT, sheet), 'utf8')),
      }
    })
  })
  expect(imports.flatMap(({ uses }) => uses).length).toBeGreaterThan(300)
  const missing = imports.flatMap(({ page, sheet, uses, classes }) =>
    uses.filter((use) => !classes.has(use)).map((use) => `${page}: .${use} is not in ${sheet}`),
  )
  expect(missing).toEqual([])
})
