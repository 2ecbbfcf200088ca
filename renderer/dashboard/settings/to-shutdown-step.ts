import type { Livez } from '../../../shared/livez.ts'

/** `waiting`: requests still run. `ending`: the server is about to go, or to come back. */
export type ShutdownStep = 'waiting' | 'ending' | 'stopped' | 'restarted' | 'called-off'

export interface ShutdownFacts {
  restart: boolean
  /** Of the run that was asked to end. */
  instanceId: string
  /** The last answer of `/livez`, if any came since. */
  livez: Pick<Livez, 'instance_id' | 'in_flight'> | undefined
  /** Whether the last question had no answer. */
  isGone: boolean
  isCalledOff: boolean
}

/** How far a stop or restart has come. Pure. */
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
