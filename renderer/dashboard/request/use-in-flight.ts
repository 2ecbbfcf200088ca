import type { InFlightItem } from '../../../shared/livez.ts'
import { useServer } from '../server/use-server.ts'

/** A request in flight as reported by the server; undefined if it has ended or is not listed. */
export function useInFlight(id: string | undefined): InFlightItem | undefined {
  const { inFlight } = useServer()
  return id === undefined ? undefined : inFlight.find((item) => item.id === id)
}
