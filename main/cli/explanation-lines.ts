import type { CacheExplanation, Explanation, TimeExplanation } from '../../shared/explanation.ts'
import { coded, inEnglish } from '../../shared/language/say.ts'

/** Shares of the context that are listed. */
const MAX_SHARES = 8
const NAME_CHARS = 20

/** `signalbox explain` as text. Pure. */
export function explanationLines({
  requestId,
  previous,
  kind,
  cache,
  context,
  time,
  note,
}: Explanation): string[] {
  return [
    `Request: ${requestId} (${kind}${previous === null ? '' : `, after ${previous}`})`,
    ...(note === undefined ? [] : [note.message]),
    '',
    ...cacheLines(cache),
    '',
    ...contextLines(context),
    ...(context.length === 0 ? [] : ['']),
    `Time: ${timeText(time)}`,
  ]
}

function cacheLines({ expected, read, written, missed, cost, reason }: CacheExplanation): string[] {
  const miss = missed === 0 ? 'nothing missed' : `${count(missed)} missed${costText(cost)}`
  const numbers = `Cache: ${count(expected)} expected, ${count(read)} read, ${count(written)} written, ${miss}`
  if (reason === null) return [numbers]
  const { kind, path, before, after, said } = reason
  return [
    numbers,
    `Reason: ${inEnglish(coded(`cache.${kind}`))}`,
    ...(path === null ? [] : [`  at ${path}`]),
    ...(before === null ? [] : [`  - ${oneLine(before)}`]),
    ...(after === null ? [] : [`  + ${oneLine(after)}`]),
    ...(said === null ? [] : [`  The API says: ${said}`]),
    ...(missed === 0 ? [] : [`To avoid it: ${inEnglish(coded(`avoid.${kind}`))}`]),
  ]
}

function costText(cost: number | null): string {
  return cost === null ? '' : ` (≈ $${cost.toFixed(cost < 0.01 ? 4 : 2)} more)`
}

function contextLines(context: Explanation['context']): string[] {
  if (context.length === 0) return []
  const shown = context.slice(0, MAX_SHARES)
  const rest = context.slice(MAX_SHARES).reduce((sum, { share }) => sum + share, 0)
  return [
    'Context (estimated shares):',
    ...shown.map(
      ({ source, tokens, share }) =>
        `  ${source.padEnd(NAME_CHARS)} ${percent(share)}  ${count(tokens)} tokens`,
    ),
    ...(rest === 0 ? [] : [`  ${'other'.padEnd(NAME_CHARS)} ${percent(rest)}`]),
  ]
}

function timeText(time: TimeExplanation): string {
  const { ours, connect, wait, first_token: firstToken, stream, stalls, usual } = time
  const own = [
    ...(ours === null ? [] : [`${ours.toFixed(1)} ms in Signalbox`]),
    ...(connect === null || connect < 1 ? [] : [`${seconds(connect)} to connect`]),
    ...(wait === null ? [] : [`${seconds(wait)} until the first byte`]),
    ...(firstToken === null ? [] : [`${seconds(firstToken)} until the first token`]),
    ...(stream === null ? [] : [`${seconds(stream)} streaming`]),
    ...stalls.map(({ at, ms }) => `a stall of ${seconds(ms)} after ${seconds(at)}`),
  ]
  const usually =
    usual === null
      ? []
      : [`usually ${seconds(usual.wait)} and ${seconds(usual.duration)} in all (${usual.requests} requests)`]
  return [...own, ...usually].join(', ') || 'not known'
}

function seconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}

function count(tokens: number): string {
  return tokens.toLocaleString('en-US')
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`.padStart(7)
}

/** The texts are foreign: control characters must not reach the terminal. */
function oneLine(text: string): string {
  return text.replaceAll(/\p{C}+/gu, ' ').trim()
}
