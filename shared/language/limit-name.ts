import type { Language } from '../choose-language.ts'
import type { LimitPool } from '../rate-limit.ts'

interface LimitWords {
  subscription: string
  overage: string
  fast: string
  priority: string
  requests: string
  tokens: string
  'input-tokens': string
  'output-tokens': string
}

const WORDS: Readonly<Record<Language, LimitWords>> = {
  en: {
    subscription: 'Subscription',
    overage: 'Extra usage',
    fast: 'Fast mode',
    priority: 'Priority Tier',
    requests: 'Requests',
    tokens: 'Tokens',
    'input-tokens': 'Input tokens',
    'output-tokens': 'Output tokens',
  },
  de: {
    subscription: 'Abonnement',
    overage: 'Zusatznutzung',
    fast: 'Schnellmodus',
    priority: 'Priority Tier',
    requests: 'Anfragen',
    tokens: 'Token',
    'input-tokens': 'Eingabe-Token',
    'output-tokens': 'Ausgabe-Token',
  },
}

/**
 * Models whose week has another name in the header. `7d_oi` is `seven_day_overage_included`, which Claude Code shows as
 * Fable (github.com/anthropics/claude-code/issues/92080).
 */
const SCOPES: Readonly<Record<string, string>> = { oi: 'Fable' }

/** `{ subscription, 7d_opus }` → `7 d Opus`. An unknown name is shown as the header has it. */
export function limitName({ pool, name }: { pool: LimitPool; name: string }, language: Language): string {
  const words = WORDS[language]
  if (pool === 'subscription') return name === 'unified' ? words.subscription : windowName(name)
  if (pool === 'overage') {
    const of = name.replace(/^overage-?/, '').replaceAll('-', ' ')
    return of === '' ? words.overage : `${words.overage} (${of})`
  }
  const kind = isCounted(name) ? words[name] : name
  return pool === 'standard' ? kind : `${words[pool]}: ${kind}`
}

function windowName(name: string): string {
  const [, count, unit, scope = ''] = /^(\d{1,3})([mhdw])(?:[_-](.+))?$/.exec(name) ?? []
  if (count === undefined || unit === undefined) return name
  return [count, unit === 'm' ? 'min' : unit, scope && scopeName(scope)].filter(Boolean).join(' ')
}

function scopeName(scope: string): string {
  const known = Object.hasOwn(SCOPES, scope) ? SCOPES[scope] : undefined
  return known ?? scope.charAt(0).toUpperCase() + scope.slice(1).replaceAll(/[_-]/g, ' ')
}

function isCounted(name: string): name is 'requests' | 'tokens' | 'input-tokens' | 'output-tokens' {
  return ['requests', 'tokens', 'input-tokens', 'output-tokens'].includes(name)
}
