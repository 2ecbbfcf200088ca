import type { PriceTable } from '../../../shared/prices.ts'
import type { StatusLineField, StatusLineSettings } from '../../../shared/status-line.ts'
import { chooseLimit, type ShownLimit } from './choose-limit.ts'
import type { LastTurn, SessionMemory } from './create-session-memory.ts'
import { readStatusInput, type StatusInput } from './read-status-input.ts'
import { type FieldText, renderLine } from './render-line.ts'

export interface StatusLineDeps {
  memory: SessionMemory
  settings: () => StatusLineSettings
  prices: () => PriceTable
  inFlight: () => number
  isDraining: () => boolean
  /** Wall clock, in ms since 1970. */
  now: () => number
}

/**
 * Answers Claude Code's status line command, from memory.
 *
 * @param body Claude Code's JSON; foreign, and never trusted
 * @returns one line without a line break
 */
export type StatusLine = (body: Buffer) => string

export function createStatusLine({
  memory,
  settings,
  prices,
  inFlight,
  isDraining,
  now,
}: StatusLineDeps): StatusLine {
  return (body) => {
    const input = readStatusInput(body)
    const { session } = input
    const at = now()
    const turn = session === undefined ? undefined : memory.lastTurn(session, input.model)
    const cost =
      session === undefined ? input.cost : memory.cost(session, { told: input.cost, prices: prices(), at })
    const limits = session === undefined ? [] : memory.limits(session)
    const limit = chooseLimit([...input.limits.filter(isMissingIn(limits)), ...limits], at)
    const fields: Partial<Record<StatusLineField, FieldText>> = {
      model: { text: sayModel(input, turn) },
      route: { text: sayRoute(turn) },
      context: share(input.context, toneOfContext),
      cache: share(turn?.cache ?? input.cache),
      cost: { text: cost === undefined ? '' : `$${cost.toFixed(2)}` },
      limit: limit === undefined ? { text: '' } : sayLimit(limit, at),
      activity: sayActivity(inFlight(), isDraining()),
    }
    return renderLine(fields, settings())
  }
}

/** Response headers are newer than Claude Code's copy of them. */
function isMissingIn(known: readonly { name: string }[]) {
  return ({ name }: { name: string }) => known.every((window) => window.name !== name)
}

function sayModel({ model, modelName }: StatusInput, turn: LastTurn | undefined): string {
  if (turn?.isRouted === true) return turn.model
  return modelName ?? model ?? turn?.model ?? ''
}

function sayRoute(turn: LastTurn | undefined): string {
  const { provider, isRouted = false } = turn ?? {}
  if (provider === undefined || (provider === 'anthropic' && !isRouted)) return ''
  return `via ${provider}`
}

function share(value: number | undefined, toneOf?: (value: number) => FieldText['tone']): FieldText {
  if (value === undefined) return { text: '' }
  const tone = toneOf?.(value)
  return { text: `${Math.round(value * 100)}%`, ...(tone !== undefined && { tone }) }
}

function toneOfContext(used: number): FieldText['tone'] {
  if (used >= 0.9) return 'error'
  return used >= 0.75 ? 'warning' : 'plain'
}

function sayLimit({ name, used, at, runsOut }: ShownLimit, now: number): FieldText {
  const isFull = used >= 1
  const tone = isFull ? 'error' : runsOut || used >= 0.8 ? 'warning' : 'plain'
  const label = `${name.replaceAll('_', ' ')} ${Math.round(used * 100)}%`
  if (at === undefined) return { text: label, tone }
  const verb = runsOut ? 'full' : 'resets'
  return { text: `${label}, ${verb} ${sayTime(at, now)}`, tone }
}

const DAY_MS = 86_400_000
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const

/** `14:05`, or `Thu 14:05` from a day ahead. Local time. */
function sayTime(at: number, now: number): string {
  const date = new Date(at)
  const time = `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`
  return at - now < DAY_MS ? time : `${DAYS[date.getDay()]} ${time}`
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}

function sayActivity(inFlight: number, isDraining: boolean): FieldText {
  const count = `${inFlight} in flight`
  if (isDraining) return { text: inFlight === 0 ? 'drained' : `draining, ${count}`, tone: 'warning' }
  return { text: inFlight === 0 ? '' : count }
}
