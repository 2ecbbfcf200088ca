import type { InFlightItem } from '../../../shared/livez.ts'
import { useServer } from '../server/use-server.ts'

/** What the server says of a request in flight; undefined where it is over, or not among those that are named. */
export function useInFlight(id: string | undefined): InFlightItem | undefined {
  const { inFlight } = useServer()
  return id === undefined ? undefined : inFlight.find((item) => item.id === id)
}
