import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isNode, listProductFiles, ROOT, visitSyntax } from './read-syntax.ts'

export interface PageText {
  file: string
  text: string
}

/** Attributes whose text is shown, or read aloud. */
const SHOWN = /^(?:aria-(?:label|description|valuetext)|alt|title|placeholder|label|hint|note|i18nKey)$/

/** Literal texts of the pages: arguments of `t`, keys of `Trans`, text between tags, and shown attributes. */
export async function readPageTexts(): Promise<PageText[]> {
  const found: PageText[] = []
  for (const file of listProductFiles().filter((name) => name.startsWith('renderer/'))) {
    const source = readFileSync(join(ROOT, file), 'utf8')
    await visitSyntax(source, file, (node) => {
      const text = shownBy(node)?.trim()
      if (text) found.push({ file, text })
    })
  }
  return found
}

function shownBy(node: Record<string, unknown>): string | undefined {
  switch (node['type']) {
    case 'CallExpression':
      return isNode(node['callee']) && node['callee']['value'] === 't'
        ? firstText(node['arguments'])
        : undefined
    case 'JSXText':
      return textOf(node)
    case 'JSXAttribute':
      return isShown(node['name']) ? textOf(node['value']) : undefined
    default:
      return undefined
  }
}

function firstText(values: unknown): string | undefined {
  const first: unknown = Array.isArray(values) ? values[0] : undefined
  return isNode(first) ? textOf(first['expression']) : undefined
}

function isShown(name: unknown): boolean {
  return isNode(name) && typeof name['value'] === 'string' && SHOWN.test(name['value'])
}

function textOf(node: unknown): string | undefined {
  return isNode(node) && typeof node['value'] === 'string' ? node['value'] : undefined
}
