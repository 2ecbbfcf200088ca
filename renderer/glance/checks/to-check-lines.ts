import type { HealthDocument } from '../../api/health-document.ts'
import { readChecks, type SeenCheck } from '../../api/read-checks.ts'
import { toTime } from '../../api/to-time.ts'
import { t } from '../../language/t.ts'
import { advise } from './advise.ts'
import type { CheckLine, Saying, Tone } from './check-line.ts'
import { sayClaude, sayCodex } from './say-cli.ts'
import { sayOther, sayProxy, saySdk } from './say-other.ts'
import { sayProviders } from './say-providers.ts'
import { sayCodexSignIn, saySignIn } from './say-sign-in.ts'
import { isConcern } from './verdict.ts'

interface Heard {
  document: HealthDocument | undefined
  /** When the document came, and what time it is now, both by the page's clock in ms since the epoch. */
  at: number
  now: number
  /** From `/api/status`. */
  upstream: string | undefined
}

const FIRST = ['claude_cli', 'oauth2_credentials', 'codex_cli', 'codex_credentials', 'providers']

/** The lines of the checks panel: Claude Code and its sign-in, Codex, the upstream, then whatever else there is. */
export function toCheckLines(heard: Heard): CheckLine[] {
  const checks = heard.document ? readChecks(heard.document) : []
  const others = checks.filter(({ key }) => !FIRST.includes(key)).map(({ key }) => key)
  return [...FIRST, ...others].flatMap((key) => {
    const check = checks.find((one) => one.key === key)
    return say(key, check, heard).map((saying) => toLine(saying, key, check, heard))
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
  { foundAt, name, ...saying }: Saying,
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
    tone: check ? loudest(saying.tone, check) : saying.tone,
    advice: check && advise(check),
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

/** What the icon warns of is never calm here. */
function loudest(tone: Tone, check: SeenCheck): Tone {
  if (check.status === 'fail') return 'error'
  return isConcern(check) && check.key !== 'providers' ? 'warning' : tone
}

/** Always there, so that nothing jumps when the first answer comes. */
function reserved(key: string): Saying[] {
  const label = { claude_cli: 'Claude Code', oauth2_credentials: t('Sign-in'), codex_cli: 'Codex' }[key]
  return label === undefined ? [] : [{ label, value: '–', tone: 'quiet' }]
}

function listed(saying: Saying | undefined): Saying[] {
  return saying ? [saying] : []
}
