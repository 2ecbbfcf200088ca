import { createHmac } from 'node:crypto'
import { cleanName, cleanPath, cleanQuery } from '../../../shared/clean-target.ts'
import { fieldsThatHave } from '../../../shared/request-fields.ts'
import { REQUEST_COLUMNS } from '../../../shared/request-record.ts'
import type { SecretMask } from '../../base/create-secret-mask.ts'
import { memoizeText } from '../../base/memoize-text.ts'
import { joinHeaders } from '../headers.ts'
import { redactForeignText } from '../../base/redact-foreign-text.ts'

/*
 * Threat model: a reader of the database, a backup or an export must not find a credential. Only headers known to carry
 * no secret keep their value; everything else becomes a hash. Bodies, which the user chose to keep, are the exception.
 */

/** Headers that keep their value. Lower case; a name that ends in `-` is a prefix. */
const PLAIN = [
  'accept',
  'accept-encoding',
  'accept-language',
  'age',
  'alt-svc',
  'anthropic-beta',
  'anthropic-dangerous-direct-browser-access',
  'anthropic-fast-',
  'anthropic-organization-id',
  'anthropic-priority-',
  'anthropic-ratelimit-',
  'anthropic-version',
  'cache-control',
  'cf-cache-status',
  'cf-ray',
  'connection',
  'content-encoding',
  'content-language',
  'content-length',
  'content-type',
  'date',
  'etag',
  'host',
  'last-modified',
  'openai-processing-ms',
  'openai-version',
  'request-id',
  'retry-after',
  'retry-after-ms',
  'server',
  'server-timing',
  'strict-transport-security',
  'traceparent',
  'transfer-encoding',
  'user-agent',
  'vary',
  'via',
  'x-app',
  'x-claude-remote-session-id',
  'x-envoy-upstream-service-time',
  'x-proxy-error',
  'x-ratelimit-',
  'x-request-id',
  'x-robots-tag',
  'x-should-retry',
  'x-stainless-',
]

/** Headers that are also columns of the log. */
const COLUMN_HEADERS: ReadonlySet<string> = new Set(
  fieldsThatHave('header').map((field) => REQUEST_COLUMNS[field].header),
)

/**
 * Maximum number of cached header names and values. Headers repeat with every request, so the cache saves most of the
 * work.
 */
const REMEMBERED = 1_000
/** Longer ones are not cached. In characters. */
const MAX_REMEMBERED_CHARS = 1_024

/** Maximum number of cached names (models, sessions) and queries: most requests use the same few. */
const REMEMBERED_NAMES = 200

/** Further headers are dropped: 64 kB hold thousands, and each costs a hash. */
const MAX_HEADERS = 256

export interface RowRedactor {
  /** Takes flat `[name, value, …]`. */
  headers: (raw: readonly string[]) => RedactedHeaders
  /** Redacts credentials in a path. */
  path: (path: string) => string
  /** `a=1&key=x` with everything replaced that is not known to be harmless: see cleanQuery. */
  query: (query: string) => string
  /** Shortens and redacts a model name or session id. */
  name: (name: string) => string
  /** Redacts a foreign message. */
  text: (text: string) => string
}

export interface RedactedHeaders {
  /** All of them, joined by `joinHeaders`. */
  text: string
  /** Flat, in order and with lower-case names: those that are also columns of the log. */
  columns: string[]
}

interface RememberedHeader {
  /** True when its values may be stored. */
  plain: boolean
  shown: string
  /** The lower-case name of a header that is also a column. */
  column: string | undefined
  /** By original value. */
  values: Map<string, RememberedValue>
}

interface RememberedValue {
  redacted: string
  /** Name and value as they are stored. */
  pair: string
}

/**
 * @param key local random bytes: see loadRedactionKey
 * @param mask hides our own secrets: they may be anywhere in what a client sends
 */
export function createRowRedactor(key: Uint8Array, mask: SecretMask = (text) => text): RowRedactor {
  const exact = new Set([...PLAIN.filter((name) => !name.endsWith('-')), ...COLUMN_HEADERS])
  const prefixes = PLAIN.filter((name) => name.endsWith('-'))
  /** By original header name. */
  const remembered = new Map<string, RememberedHeader>()
  let size = 0

  function clean(text: string): string {
    return redactForeignText(mask(text))
  }
  function hashOf(value: string): string {
    return `sha256:${createHmac('sha256', key).update(value).digest('hex').slice(0, 8)}`
  }
  function headerOf(name: string): RememberedHeader {
    const known = remembered.get(name)
    if (known !== undefined) return known
    const lower = name.toLowerCase()
    const plain = isPlain(lower)
    const header = {
      plain,
      shown: plain ? name : clean(name),
      column: COLUMN_HEADERS.has(lower) ? lower : undefined,
      values: new Map<string, RememberedValue>(),
    }
    if (name.length <= MAX_REMEMBERED_CHARS) {
      makeRoom()
      remembered.set(name, header)
    }
    return header
  }
  function valueOf({ plain, shown, values }: RememberedHeader, value: string): RememberedValue {
    const known = values.get(value)
    if (known !== undefined) return known
    // A known name is no guarantee: users put keys into user agents, and upstreams echo them.
    const redacted = plain ? clean(value) : hashOf(value)
    const made = { redacted, pair: joinHeaders([shown, redacted]) }
    if (value.length > MAX_REMEMBERED_CHARS) return made
    makeRoom()
    values.set(value, made)
    return made
  }
  /** Clears the full cache: a client may send a new name or value with every request. */
  function makeRoom(): void {
    if (size++ < REMEMBERED) return
    remembered.clear()
    size = 1
  }
  function isPlain(name: string): boolean {
    return exact.has(name) || prefixes.some((prefix) => name.startsWith(prefix))
  }

  return {
    headers(raw) {
      const pairs: string[] = []
      const columns: string[] = []
      for (let i = 0; i + 1 < raw.length && i < 2 * MAX_HEADERS; i += 2) {
        const header = headerOf(raw[i] ?? '')
        const { redacted, pair } = valueOf(header, raw[i + 1] ?? '')
        pairs.push(pair)
        if (header.column !== undefined) columns.push(header.column, redacted)
      }
      return { text: joinHeaders(pairs), columns }
    },
    // Before anything is cut, which could leave a part of a secret.
    path: (path) => cleanPath(mask(path)),
    query: memoizeText((query) => cleanQuery(mask(query), hashOf), { max: REMEMBERED_NAMES }),
    name: memoizeText((name) => cleanName(mask(name)), { max: REMEMBERED_NAMES }),
    text: clean,
  }
}
