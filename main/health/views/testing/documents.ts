import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const FILES = {
  '000': '000-ccproxy-api.txt',
  '001': '001-claude-proxy.txt',
  '002': '002-ccproxy.txt',
  '003': '003-ccproxy-groq.txt',
  '004': '004-claude-code-proxy.txt',
} as const

/** The original text of one of the five documents in `../README.md`; some have lost their indentation. */
export function readDocument(number: keyof typeof FILES): string {
  return readFileSync(join(import.meta.dirname, 'documents', FILES[number]), 'utf8')
}

/** Every JSON object that begins on a line of its own, in order. */
export function jsonExamples(text: string): unknown[] {
  const examples: unknown[] = []
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at++) {
    if (lines[at] !== '{') continue
    const end = findEnd(lines, at)
    examples.push(JSON.parse(lines.slice(at, end).join('\n')))
    at = end - 1
  }
  return examples
}

/** The index after the line that closes the object; the documents have no braces inside strings. */
function findEnd(lines: readonly string[], start: number): number {
  let depth = 0
  for (let at = start; at < lines.length; at++) {
    depth += count(lines[at], '{') - count(lines[at], '}')
    if (depth === 0) return at + 1
  }
  throw new RangeError(`The object at line ${start + 1} has no end`)
}

function count(line: string | undefined, brace: string): number {
  return (line ?? '').split(brace).length - 1
}

/**
 * The lines from the first that starts with `from` to the next that starts with `to`, both included.
 *
 * @throws RangeError when there are none: a test must not pass because it found nothing
 */
export function linesBetween(text: string, from: string, to: string): string {
  const lines = text.split('\n')
  const start = lines.findIndex((line) => line.startsWith(from))
  const length = lines.slice(start + 1).findIndex((line) => line.startsWith(to))
  if (start === -1 || length === -1) throw new RangeError(`No lines from ${from} to ${to}`)
  return lines.slice(start, start + length + 2).join('\n')
}
