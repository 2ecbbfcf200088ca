import type { ReportedLimit } from '../../../../shared/rate-limit.ts'
import type { RequestLog } from '../../../../shared/request-log.ts'
import { t } from '../../../language/t.ts'
import { formatExact } from '../../../ui/format.ts'
import { formatBytes, formatShare } from '../../../ui/format-number.ts'
import { saySource } from './say-source.ts'
import { toContextParts } from './to-context-parts.ts'

/**
 * Meaning of an error response, with the facts of its request, whether Claude Code sends it again, and what to do.
 * Empty for other endings.
 *
 * @see https://platform.claude.com/docs/en/api/errors
 */
export function sayHelp(request: RequestLog, message: string | undefined): string[] {
  const { statusCode = 0 } = request.response ?? {}
  if (statusCode < 400 || request.termination?.endedBy !== 'upstream') return []
  return [...sayMeaning(request, statusCode, message), sayRetry(request, statusCode)]
}

const MEANINGS: Readonly<Record<number, () => string>> = {
  400: () => t('The API refused the content of the request.'),
  401: () => t('The sign-in or the key was refused. Sign in again with /login, or check the key.'),
  402: () => t('Something is wrong with the account’s payment. Check it in the Claude Console.'),
  403: () => t('This account or key may not use the model or feature.'),
  404: () => t('The upstream doesn’t know this model or address. Check the model’s name.'),
  408: () => t('The upstream waited too long for the request.'),
  409: () => t('The request conflicted with another one.'),
  500: () => t('An error inside the upstream. If it lasts, see status.claude.com.'),
  502: () => t('A server between here and the upstream got no valid response.'),
  503: () => t('The upstream is temporarily unavailable.'),
  504: () => t('The upstream took too long. Shorter requests, or another model, may help.'),
  529: () => t('The API is overloaded for everyone. Wait, or use another model.'),
}

function sayMeaning(request: RequestLog, status: number, message = ''): string[] {
  if (status === 413) return sayTooLarge(request)
  if (status === 429) return sayLimited(request.response?.rateLimit?.windows ?? [])
  if (status === 400 && /too long/i.test(message))
    return [t('The conversation no longer fits the model. Use /compact or /clear.')]
  const meaning = MEANINGS[status]
  return meaning === undefined ? [] : [meaning()]
}

function sayTooLarge({ body }: RequestLog): string[] {
  const largest = toContextParts(body).parts.toSorted((a, b) => b.size - a.size)[0]
  const limit = t('The request is larger than the API allows (32 MB).')
  if (largest === undefined) return [limit]
  const name = [saySource(largest.source), largest.subject].filter(Boolean).join(', ')
  return [limit, t('Its largest part: {{name}}, {{bytes}}.', { name, bytes: formatBytes(largest.size) })]
}

/** A limit that is used up; else the fullest one. */
function sayLimited(windows: readonly ReportedLimit[]): string[] {
  const rejected = windows.find(({ status, remaining }) => status === 'rejected' || remaining === 0)
  const fullest = windows.toSorted((a, b) => (b.used ?? 0) - (a.used ?? 0))[0]
  if (rejected !== undefined) {
    const { name, resetsAt } = rejected
    return [
      resetsAt === undefined
        ? t('The limit “{{name}}” is used up.', { name })
        : t('The limit “{{name}}” is used up until {{time}}.', {
            name,
            time: formatExact(Date.parse(resetsAt)),
          }),
    ]
  }
  if (fullest?.used === undefined)
    return [t('Too many requests or tokens in a short time. The response names no limit.')]
  const { name, used } = fullest
  return [
    t('Too many requests or tokens in a short time. The fullest limit is “{{name}}”, {{share}} used.', {
      name,
      share: formatShare(used),
    }),
  ]
}

/** As Anthropic's SDK decides, which Claude Code uses: by the response's own header, else by the status. */
function sayRetry({ response }: RequestLog, status: number): string {
  const said = response?.headers?.['x-should-retry']?.[0]
  const isRetried =
    said === undefined ? status === 408 || status === 409 || status === 429 || status >= 500 : said === 'true'
  return isRetried ? t('Claude Code sends it again by itself.') : t('Claude Code doesn’t send it again.')
}
