import type { HealthDocument } from '../../api/health-document.ts'
import { readChecks, type SeenCheck } from '../../api/read-checks.ts'
import { toTime } from '../../api/to-time.ts'
import { t } from '../../language/t.ts'
import type { ShownFinding } from '../read-verdict.ts'
import type { CheckLine, Saying, Tone } from './check-line.ts'
import { sayClaude, sayCodex } from './say-cli.ts'
import { sayOther, sayProxy, saySdk } from './say-other.ts'
import { sayProviders } from './say-providers.ts'
import { sayCodexSignIn, saySignIn } from './say-sign-in.ts'

interface Heard {
  document: HealthDocument | undefined
  /** When the document came, and what time it is now, both by the page's clock in ms since the epoch. */
  at: number
  now: number
  /** From `/api/status`. */
  upstream: string | undefined
  /** What the verdict says of checks. */
  problems: readonly ShownFinding[]
}

const FIRST = ['claude_cli', 'oauth2_credentials', 'codex_cli', 'codex_credentials', 'providers']

/** The lines of the checks panel: Claude Code and its sign-in, Codex, the upstream, then whatever else there is. */
export function toCheckLines(heard: Heard): CheckLine[] {
  const checks = heard.document ? readChecks(heard.document) : []
  const others = checks.filter(({ key }) => !FIRST.includes(key)).map(({ key }) => key)
  return [...FIRST, ...others].flatMap((key) => {
    const check = checks.find((one) => one.key === key)
    const sayings = say(key, check, heard)
    const named = namedBy(
      sayings,
      heard.problems.filter((problem) => problem.check === key),
    )
    return sayings.map((saying) => ({
      ...toLine(saying, key, check, heard),
      tone: toTone(saying.tone, { isNamed: named.has(saying), hasFailed: check?.status === 'fail' }),
    }))
  })
}

function say(key: string, check: SeenCheck | undefined, { now, upstream }: Heard): Saying[] {
  if (key === 'providers') return sayProviders(check, upstream)
  if (!check) return reserved(key)
  switch (key) {
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
    default:
      return [sayOther(check)]
  }
}

function toLine(
  { foundAt, name, host: _host, ...saying }: Saying,
  key: string,
  check: SeenCheck | undefined,
  heard: Heard,
): CheckLine {
  const ageMs = ageOf(foundAt ?? check?.checkedAt, heard)
  return {
    ...saying,
    id: name === undefined ? key : `${key} ${name}`,
    check: key,
    details: saying.details ?? [],
    ageMs,
    old: ageMs !== undefined && ageMs > (key in RARE ? RARE_LIMIT_MS : LIMIT_MS),
  }
}

/** Every check runs each 30 s and may take 20; then comes our own poll. */
const LIMIT_MS = 60_000
/** What these found holds for 300 s on the server before they look again. */
const RARE = { claude_cli: true, codex_cli: true, providers: true }
const RARE_LIMIT_MS = 300_000 + LIMIT_MS

/** By the server's clock up to its answer, and by ours since then: the two need not agree. */
function ageOf(foundAt: number | undefined, { document, at, now }: Heard): number | undefined {
  const answeredAt = toTime(document?.time)
  if (foundAt === undefined || answeredAt === undefined) return undefined
  return Math.max(0, answeredAt - foundAt) + Math.max(0, now - at)
}

/** The lines that the problems of their check name; all of them where a problem names none. */
function namedBy(sayings: readonly Saying[], problems: readonly ShownFinding[]): ReadonlySet<Saying> {
  return new Set(
    problems.flatMap(({ names }) => {
      const named = sayings.filter(({ name = '', host = '' }) => names.includes(name) || names.includes(host))
      return named.length > 0 ? named : sayings
    }),
  )
}

/** A line warns where the verdict names it, and nowhere else. */
function toTone(tone: Tone, { isNamed, hasFailed }: { isNamed: boolean; hasFailed: boolean }): Tone {
  if (isNamed) return hasFailed ? 'error' : 'warning'
  return tone === 'warning' || tone === 'error' ? 'plain' : tone
}

/** Always there, so that nothing jumps when the first answer comes. */
function reserved(key: string): Saying[] {
  const label = { claude_cli: 'Claude Code', oauth2_credentials: t('Sign-in'), codex_cli: 'Codex' }[key]
  return label === undefined ? [] : [{ label, value: '–', tone: 'quiet' }]
}

function listed(saying: Saying | undefined): Saying[] {
  return saying ? [saying] : []
}
