import type { HealthDocument } from '../../api/health-document.ts'
import { type Check, readChecks } from '../../api/read-checks.ts'
import { toTime } from '../../api/to-time.ts'
import { t } from '../../language/t.ts'
import type { ShownFinding } from '../read-verdict.ts'
import type { CheckLine, CheckText, Tone } from './check-line.ts'
import { sayClaude, sayCodex } from './say-cli.ts'
import { sayOther, sayProxy, saySdk } from './say-other.ts'
import { sayProviders } from './say-providers.ts'
import { sayCodexSignIn, saySignIn } from './say-sign-in.ts'

interface StatusInput {
  document: HealthDocument | undefined
  /** Time of receipt of the document and current time, both by the page's clock in ms since the epoch. */
  at: number
  now: number
  /** From `/api/status`. */
  upstream: string | undefined
  /** The verdict's findings about checks. */
  problems: readonly ShownFinding[]
}

const FIRST = ['claude_cli', 'oauth2_credentials', 'codex_cli', 'codex_credentials', 'providers']

/** Lines of the checks panel: Claude Code and its sign-in, Codex, the upstream, then all others. */
export function toCheckLines(input: StatusInput): CheckLine[] {
  const checks = input.document ? readChecks(input.document) : []
  const others = checks.map(({ name }) => name).filter((name) => !FIRST.includes(name))
  return [...FIRST, ...others].flatMap((key) => {
    const check = checks.find(({ name }) => name === key)
    const texts = say(key, check, input)
    const named = namedBy(
      texts,
      input.problems.filter((problem) => problem.check === key),
    )
    return texts.map((text) => ({
      ...toLine(text, key, check, input),
      tone: toTone(text.tone, { isNamed: named.has(text), hasFailed: check?.status === 'fail' }),
    }))
  })
}

function say(key: string, check: Check | undefined, { now, upstream }: StatusInput): CheckText[] {
  if (!check) return key === 'providers' ? sayProviders(undefined, upstream) : reserved(key)
  switch (check.key) {
    case 'claude_cli':
      return [sayClaude(check)]
    case 'codex_cli':
      return [sayCodex(check)]
    case 'oauth2_credentials':
      return [saySignIn(check, now)]
    case 'codex_credentials':
      return listed(sayCodexSignIn(check, now))
    case 'claude_sdk':
      return listed(saySdk(check))
    case 'proxy_service':
      return listed(sayProxy(check))
    case 'providers':
      return sayProviders(check, upstream)
    case 'storage':
    case 'other':
      return [sayOther(check)]
  }
}

function toLine(
  { foundAt, name, host: _host, ...text }: CheckText,
  key: string,
  check: Check | undefined,
  input: StatusInput,
): CheckLine {
  const ageMs = ageOf(foundAt ?? check?.checkedAt, input)
  return {
    ...text,
    id: name === undefined ? key : `${key} ${name}`,
    check: key,
    details: text.details ?? [],
    ageMs,
    old: ageMs !== undefined && ageMs > (key in RARE ? RARE_LIMIT_MS : LIMIT_MS),
  }
}

/** Checks run every 30 s and may take 20 s; the page's poll interval comes on top. */
const LIMIT_MS = 60_000
/** The server caches the results of these for 300 s. */
const RARE = { claude_cli: true, codex_cli: true, providers: true }
const RARE_LIMIT_MS = 300_000 + LIMIT_MS

/** Uses the server's clock up to its response and the page's clock after it, because the clocks may differ. */
function ageOf(foundAt: number | undefined, { document, at, now }: StatusInput): number | undefined {
  const answeredAt = toTime(document?.time)
  if (foundAt === undefined || answeredAt === undefined) return undefined
  return Math.max(0, answeredAt - foundAt) + Math.max(0, now - at)
}

/** The lines that a problem of their check names, or all lines if it names none. */
function namedBy(texts: readonly CheckText[], problems: readonly ShownFinding[]): ReadonlySet<CheckText> {
  return new Set(
    problems.flatMap(({ names }) => {
      const named = texts.filter(({ name = '', host = '' }) => names.includes(name) || names.includes(host))
      return named.length > 0 ? named : texts
    }),
  )
}

/** A line is a warning or error only if the verdict names it. */
function toTone(tone: Tone, { isNamed, hasFailed }: { isNamed: boolean; hasFailed: boolean }): Tone {
  if (isNamed) return hasFailed ? 'error' : 'warning'
  return tone === 'warning' || tone === 'error' ? 'plain' : tone
}

/** Placeholders that prevent a layout shift on the first response. */
function reserved(key: string): CheckText[] {
  const label = { claude_cli: 'Claude Code', oauth2_credentials: t('Sign-in'), codex_cli: 'Codex' }[key]
  return label === undefined ? [] : [{ label, value: '–', tone: 'quiet' }]
}

function listed(text: CheckText | undefined): CheckText[] {
  return text ? [text] : []
}
