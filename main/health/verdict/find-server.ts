import { Check } from 'typebox/value'
import { PortBusyDetails, type StartFailure } from '../../../shared/health.ts'
import type { ServerState } from '../../../shared/ipc.ts'
import { finding } from '../../../shared/language/say-verdict.ts'
import type { Finding, VerdictState } from '../../../shared/verdict.ts'

/** State and reason while the server does not listen; undefined while it does. */
export function findServer(server: ServerState): { state: VerdictState; finding: Finding } | undefined {
  switch (server.state) {
    case 'running':
      return undefined
    case 'starting':
      return { state: 'starting', finding: finding('starting') }
    case 'stopped':
      return { state: 'stopped', finding: finding('stopped') }
    case 'failed':
      return { state: 'not_running', finding: fromFailure(server.failure) }
  }
}

function fromFailure({ code, error, details }: StartFailure): Finding {
  if (!Check(PortBusyDetails, details)) return finding('start_failed', { reason: error })
  const { port, own_instance, holder } = details
  if (code === 'port_reserved') return finding('port_reserved', { port })
  if (code === 'cannot_listen') return finding('start_failed', { reason: error })
  if (own_instance) return finding('port_busy_own', { port })
  if (holder?.name === undefined) return finding('port_busy', { port })
  return finding('port_busy_holder', { port, name: holder.name, pid: holder.pid })
}
