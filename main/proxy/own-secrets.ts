import type { RawHeaders } from './headers.ts'

/** Keeps Signalbox's own key and password away from upstreams, wherever a client put them. */
export interface OwnSecrets {
  /** Names (lower case) of the headers that carry one. */
  headers: (raw: RawHeaders) => string[]
  /** A request target without the parameters that carry one; the same string where none does. */
  cleanTarget: (target: string) => string
}

/**
 * A browser attaches the dashboard's password to everything of its origin, and people put the key into whichever
 * header or parameter they know from elsewhere. A value counts as one of ours when it is that alone, behind any
 * scheme (`Token <key>`), or inside of Basic credentials.
 */
export function createOwnSecrets(values: readonly (string | undefined)[]): OwnSecrets {
  const secrets = new Set(values.filter((value) => value !== undefined && value !== ''))
  const isOwn = (value: string) => meanings(value).some((meaning) => secrets.has(meaning))

  return {
    headers(raw) {
      if (secrets.size === 0) return []
      return raw.flatMap((name, i) => (i % 2 === 0 && isOwn(raw[i + 1] ?? '') ? [name.toLowerCase()] : []))
    },
    cleanTarget(target) {
      const mark = target.indexOf('?')
      if (secrets.size === 0 || mark === -1) return target
      const parameters = target.slice(mark + 1).split('&')
      const kept = parameters.filter((parameter) => {
        const equals = parameter.indexOf('=')
        return (
          !isOwn(decode(parameter.slice(equals + 1))) &&
          !isOwn(decode(parameter.slice(0, Math.max(0, equals))))
        )
      })
      if (kept.length === parameters.length) return target
      return target.slice(0, mark) + (kept.length === 0 ? '' : `?${kept.join('&')}`)
    },
  }
}

/** Longer values are no secret of ours: settings take keys of up to this length. In characters. */
const MAX_LENGTH = 4_096

/** `Basic YTpi` → itself, `YTpi`, `a:b`, `a`, `b` */
function meanings(value: string): string[] {
  if (value.length > MAX_LENGTH) return []
  const whole = value.trim()
  const space = whole.search(/[ \t]/)
  if (space === -1) return [whole]
  const scheme = whole.slice(0, space).toLowerCase()
  const rest = whole.slice(space).trim()
  if (scheme !== 'basic') return [whole, rest]
  const credentials = Buffer.from(rest, 'base64').toString()
  const colon = credentials.indexOf(':')
  const pair = colon === -1 ? [] : [credentials.slice(0, colon), credentials.slice(colon + 1)]
  return [whole, rest, credentials, ...pair]
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
