import type { LogLine } from '../../../shared/logs.ts'

/** Lines as plain text to save or send: one per line, with all facts. */
export function toLogText(lines: readonly LogLine[]): string {
  return lines
    .map(({ time, level, message, facts }) =>
      [time, level.toUpperCase().padEnd(5), message, facts && JSON.stringify(facts)]
        .filter(Boolean)
        .join(' '),
    )
    .join('\n')
}

/**
 * `{ port: 1, err: { message: 'reset', stack: '…' } }` → `port 1 · err reset`: a short form to show after the message.
 */
export function toFactLine(facts: NonNullable<LogLine['facts']>): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name} ${toWord(value)}`)
    .join(' · ')
}

/** All facts in full: a stack with its line breaks, the rest as JSON. */
export function toDetails({ time, facts = {} }: LogLine): string {
  const stacks = Object.values(facts).map(stackOf)
  const rest = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, withoutStack(value)]))
  const json = Object.keys(rest).length === 0 ? '' : JSON.stringify(rest, null, 2)
  return [time, json, ...stacks].filter(Boolean).join('\n')
}

function toWord(value: unknown): string {
  if (typeof value === 'string') return value.split('\n', 1)[0] ?? ''
  if (isRecord(value) && typeof value['message'] === 'string') return toWord(value['message'])
  return JSON.stringify(value)
}

function stackOf(value: unknown): string | undefined {
  return isRecord(value) && typeof value['stack'] === 'string' ? value['stack'] : undefined
}

function withoutStack(value: unknown): unknown {
  if (stackOf(value) === undefined || !isRecord(value)) return value
  const { stack: _stack, ...rest } = value
  return rest
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
