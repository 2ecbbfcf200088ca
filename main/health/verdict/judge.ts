import { findConnection } from '../../../shared/find-connection.ts'
import { finding } from '../../../shared/language/say-verdict.ts'
import type { Finding, Verdict, VerdictState } from '../../../shared/verdict.ts'
import type { Evidence } from './evidence.ts'
import { findChecks } from './find-checks.ts'
import { findServer } from './find-server.ts'
import { findTraffic } from './find-traffic.ts'

/**
 * Computes the single verdict on the program's state. Pure.
 *
 * @param before the last verdict, for the time since when the state has lasted
 */
export function judge(evidence: Evidence, before?: Verdict): Verdict {
  const { state, findings } = decide(evidence)
  const [reason = finding('connection_unknown'), ...others] = findings
  const since = before?.state === state ? before.since : evidence.now
  return { state, reason, others, since }
}

interface Decision {
  state: VerdictState
  /** Most urgent first. */
  findings: readonly Finding[]
}

function decide(evidence: Evidence): Decision {
  const down = findServer(evidence.server)
  if (down !== undefined) return { state: down.state, findings: [down.finding] }

  const failing = failingChecks(evidence)
  const isFailing = ({ check }: Finding) => check !== undefined && failing.has(check)
  const problems = [...findTraffic(evidence), ...findChecks(evidence, failing)]
  const urgent = [...problems.filter(isFailing), ...problems.filter((one) => !isFailing(one))]
  const connection = findConnection(evidence)
  const { drain, inFlight } = evidence
  if (drain !== undefined) {
    const state = inFlight > 0 ? 'draining' : 'drained'
    const code = drain.source === 'request' ? state : (`${state}_${drain.source}` as const)
    return { state, findings: [finding(code), ...urgent] }
  }
  if (urgent.length > 0)
    return { state: failing.size > 0 ? 'error' : 'warning', findings: [...urgent, connection] }
  return { state: inFlight > 0 ? 'active' : 'running', findings: [connection] }
}

/** The checks that make `/health` respond with 503. */
function failingChecks({ reports, critical }: Evidence): ReadonlySet<string> {
  const failing = reports.filter(
    ({ key, status }) => status === 'fail' || (status === 'warn' && critical.includes(key)),
  )
  return new Set(failing.map(({ key }) => key))
}
