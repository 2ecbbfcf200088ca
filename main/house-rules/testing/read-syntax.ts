import { parse } from '@swc/core'
import { globSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '../../..')

/** Product files, relative to the root of the checkout. */
export function listProductFiles(): string[] {
  return globSync('{main,shared,renderer}/**/*.{ts,tsx}', { cwd: ROOT })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !/\.test\.tsx?$|\.d\.ts$|\/testing\//.test(file))
}

/** Parses a source text and visits every node of its syntax tree, parents first. */
export async function visitSyntax(
  text: string,
  file: string,
  visit: (node: Record<string, unknown>) => void,
): Promise<void> {
  const tree = await parse(text, { syntax: 'typescript', tsx: file.endsWith('x'), target: 'esnext' })
  walk(tree.body, visit)
}

function walk(node: unknown, visit: (node: Record<string, unknown>) => void): void {
  if (Array.isArray(node)) return node.forEach((child) => walk(child, visit))
  if (!isNode(node)) return
  visit(node)
  Object.values(node).forEach((child) => walk(child, visit))
}

export function isNode(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
