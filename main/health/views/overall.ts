import type { HealthFacts } from './facts.ts'

export interface Overall {
  state: 'draining' | 'fail' | 'warn' | 'pass'
  /** The checks that cause `fail`, in their order. */
  failing: readonly string[]
}

/** The single verdict that every vocabulary renders: a drain before failures before warnings. */
export function overall({ reports, draining, policy, strict }: HealthFacts): Overall {
  const failing = reports
    .filter(
      ({ key, status }) =>
        status === 'fail' || (status === 'warn' && (strict || policy.critical.includes(key))),
    )
    .map(({ key }) => key)
  if (draining) return { state: 'draining', failing }
  if (failing.length > 0) return { state: 'fail', failing }
  return { state: reports.some(({ status }) => status === 'warn') ? 'warn' : 'pass', failing }
}

/** 503 takes an instance out of rotation, so only a drain and a failure return it. */
export function httpStatus({ state }: Overall): 200 | 503 {
  return state === 'draining' || state === 'fail' ? 503 : 200
}
