import type { Livez } from '../../../shared/livez.ts'

/** `waiting`: requests still run. `ending`: the server is about to stop or come back. */
export type ShutdownStep = 'waiting' | 'ending' | 'stopped' | 'restarted' | 'called-off'

export interface ShutdownFacts {
  restart: boolean
  /** The process that was asked to stop. */
  instanceId: string
  /** The latest `/livez` response since then, if any. */
  livez: Pick<Livez, 'instance_id' | 'in_flight'> | undefined
  /** True if the last poll got no response. */
  isGone: boolean
  isCalledOff: boolean
}

/** Progress of a stop or restart. Pure. */
export function shutdownStep({
  restart,
  instanceId,
  livez,
  isGone,
  isCalledOff,
}: ShutdownFacts): ShutdownStep {
  if (isCalledOff) return 'called-off'
  if (isGone) return restart ? 'ending' : 'stopped'
  if (livez === undefined) return 'ending'
  if (livez.instance_id !== instanceId) return 'restarted'
  return livez.in_flight > 0 ? 'waiting' : 'ending'
}
