import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { CostsResponse } from '../../../../shared/costs.ts'
import { toQuery } from '../../../api/api.ts'
import { useDeps } from '../../deps.ts'
import { keepMeasurement, type Measurement, readMeasurement } from './stopwatch-state.ts'

/** Poll interval while a measurement runs, in ms. */
const EVERY_MS = 2_000

export interface Stopwatch {
  measurement: Measurement | undefined
  start: () => void
  stop: () => void
  discard: () => void
}

/** Measures usage between two moments. Continues while the page is closed. */
export function useStopwatch(): Stopwatch {
  const { storage, now } = useDeps()
  const [measurement, setMeasurement] = useState(() => readMeasurement(storage))
  const keep = (next: Measurement | undefined) => {
    keepMeasurement(storage, next)
    setMeasurement(next)
  }
  return {
    measurement,
    start: () => keep({ startedAt: now() }),
    stop: () => measurement && keep({ ...measurement, stoppedAt: now() }),
    discard: () => keep(undefined),
  }
}

/** Usage of the requests that started within the measurement and have finished. */
export function useMeasured({ startedAt, stoppedAt }: Measurement) {
  const { api, now } = useDeps()
  return useQuery({
    queryKey: ['stopwatch', startedAt, stoppedAt],
    // A request that started within the measurement may finish after it, so keep polling.
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const end = new Date(stoppedAt ?? now()).toISOString()
      return api.get(
        `/api/costs${toQuery({ start: new Date(startedAt).toISOString(), end })}`,
        CostsResponse,
        signal,
      )
    },
  })
}
