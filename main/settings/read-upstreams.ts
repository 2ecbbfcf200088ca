import type { Named, PickSetting } from './layer.ts'
import { readCa } from './read-ca.ts'
import { readFlag } from './read-flag.ts'
import { readOutbound } from './read-outbound.ts'
import { InvalidSettingError } from './settings-error.ts'
import type { UpstreamSettings } from './settings.ts'

const MAX_RETRIES = 10
const MAX_PER_MINUTE = 100_000
/** Burst size when a rate limit is set, as in CCProxy. */
const BURST = 100

/**
 * Connection settings of upstreams.
 *
 * @param warnings takes sentences for the log
 * @throws SettingsError
 */
export function readUpstreams(pick: PickSetting, warnings: string[]): UpstreamSettings {
  const perMinute = readCount(pick('SIGNALBOX_RATE_LIMIT'), { fallback: 0, most: MAX_PER_MINUTE })
  return {
    // Claude Code retries by itself, and our retries would multiply with its own.
    retries: readCount(pick('ANTHROPIC_MAX_RETRIES'), { fallback: 0, most: MAX_RETRIES }),
    providerRetries: readCount(pick('SIGNALBOX_PROVIDER_RETRIES'), { fallback: 3, most: MAX_RETRIES }),
    demoteNonStreaming: readFlag(pick('ANTHROPIC_DEMOTE_NONSTREAMING')),
    circuitBreaker: readFlag(pick('SIGNALBOX_CIRCUIT_BREAKER')),
    rateLimit: perMinute === 0 ? undefined : { perMinute, burst: Math.min(BURST, perMinute) },
    outbound: readOutbound(pick, warnings),
    ca: readCa(pick, warnings),
    systemCa: readFlag(pick('SIGNALBOX_SYSTEM_CA'), true),
  }
}

function readCount(named: Named | undefined, { fallback, most }: { fallback: number; most: number }): number {
  if (named === undefined) return fallback
  const count = /^\d{1,9}$/.test(named.value) ? Number(named.value) : Number.POSITIVE_INFINITY
  if (count <= most) return count
  throw new InvalidSettingError(named.name, named.value, `a whole number from 0 to ${most}`)
}
