import { createHash } from 'node:crypto'

/**
 * Identifies a sub-agent's prompt by the first 16 hex digits of its SHA-256. Claude Code appends project-specific
 * `Notes:`, which are excluded.
 *
 * @returns undefined for an empty prompt, which would match everywhere
 */
export function promptHash(prompt: string): string | undefined {
  const [fixed = ''] = prompt.replaceAll('\r\n', '\n').split('\nNotes:')
  const text = fixed.trim()
  return text === '' ? undefined : createHash('sha256').update(text).digest('hex').slice(0, 16)
}
