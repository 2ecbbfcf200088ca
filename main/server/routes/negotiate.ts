export const VIEWS = ['ietf', 'basic', 'detailed', 'ccproxy', 'groq', 'fork', 'prometheus'] as const

/** `json` is the superset; each other view has the exact shape of one program (see `main/health/views/README.md`). */
export type HealthView = (typeof VIEWS)[number] | 'json'

/** A browser sends 200 characters. Further ranges are ignored. */
const MAX_ACCEPT_CHARS = 2_048

/**
 * Chooses the representation of `/health`: `?view=` before `Accept` before the default (RFC 9110 §12.5.1; of equal
 * weights our more specific type wins). Clients that accept anything, like browsers and curl, get the default.
 */
export function chooseView(request: {
  view: string | undefined
  accept: string | undefined
  fallback: 'json' | 'ietf'
}): HealthView {
  const named = VIEWS.find((known) => known === request.view)
  if (named !== undefined) return named
  const ranges = parseAccept((request.accept ?? '*/*').slice(0, MAX_ACCEPT_CHARS))
  const json = weigh(ranges, 'application/json')
  const ietf = ranges.get('application/health+json') ?? 0
  const text = ranges.get(EXPOSITION) ?? 0
  if (ietf > 0 && ietf >= json && ietf >= text) return 'ietf'
  if (text > json) return 'prometheus'
  return ranges.has('application/json') ? 'json' : request.fallback
}

const EXPOSITION = 'prometheus'

/** `text/plain;version=0.0.4;q=0.5, application/json` → prometheus 0.5, application/json 1 */
function parseAccept(accept: string): Map<string, number> {
  const ranges = new Map<string, number>()
  for (const range of accept.split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
    const quality = parameters.find((parameter) => parameter.startsWith('q='))
    const weight = quality === undefined ? 1 : Number(quality.slice(2))
    const name = isExposition(type, parameters) ? EXPOSITION : type
    if (name !== '') ranges.set(name, Math.max(ranges.get(name) ?? 0, Number.isFinite(weight) ? weight : 0))
  }
  return ranges
}

/** Prometheus always sends the version. Plain `text/plain` or `text/*` doesn't mean the exposition format. */
function isExposition(type: string, parameters: readonly string[]): boolean {
  if (type === 'application/openmetrics-text') return true
  return type === 'text/plain' && parameters.some((parameter) => parameter.startsWith('version='))
}

/** The weight of the most specific range that covers the type. */
function weigh(ranges: ReadonlyMap<string, number>, type: string): number {
  return ranges.get(type) ?? ranges.get(`${type.split('/')[0]}/*`) ?? ranges.get('*/*') ?? 0
}
