import { createHash } from 'node:crypto'

/**
 * Names the prompt of a sub-agent: the first 16 hex digits of its SHA-256. What Claude Code puts behind `Notes:`
 * differs from project to project and does not count (source document 004).
 *
 * @returns `undefined` for a prompt of which nothing is left: it would be found everywhere
 */
export function promptHash(prompt: string): string | undefined {
  const [fixed = ''] = prompt.replaceAll('\r\n', '\n').split('\nNotes:')
  const text = fixed.trim()
  return text === '' ? undefined : createHash('sha256').update(text).digest('hex').slice(0, 16)
}
