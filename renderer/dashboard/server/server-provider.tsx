import type { ReactNode } from 'react'
import type { InFlightItem } from '../../../shared/livez.ts'
import type { Status } from '../../../shared/status.ts'
import { useReadings } from '../../api/queries.ts'
import type { Reading } from '../../api/reading.ts'
import { useConnectionInStep } from '../../status/connection/use-connection-in-step.ts'
import { toView } from '../../status/to-view.ts'
import { useAppInfo } from '../../status/use-app-info.ts'
import { useDrainActions } from '../../status/use-drain-actions.ts'
import { useNow } from '../../status/use-now.ts'
import { useVisible } from '../../status/use-visible.ts'
import { useDeps } from '../deps.ts'
import { ServerContext } from './use-server.ts'

/** Polls the server once for all pages. Uses the same view as the tray, so that both windows always agree. */
export function ServerProvider({ children }: { children: ReactNode }) {
  const deps = useDeps()
  const visible = useVisible()
  const now = useNow(deps.now, visible)
  const { refresh, ...readings } = useReadings(deps, visible)
  const app = useAppInfo(deps.bridge)
  const view = toView({ ...readings, app, now })
  useConnectionInStep(view.verdict)
  const drain = useDrainActions(deps, view, visible)
  const server = {
    view,
    face: drain.face,
    drain: drain.actions,
    app,
    inFlight:
      view.inFlight === 0 ? [] : toInFlight(readings.status, view.staleMs === undefined ? now : undefined),
    now,
    visible,
    refresh,
  }
  return <ServerContext value={server}>{children}</ServerContext>
}

/** Adds the time since the last poll to fresh ages. Without `now`, for stale data, ages stay as received. */
function toInFlight({ value, at }: Reading<Status>, now: number | undefined): readonly InFlightItem[] {
  const since = now === undefined || at === undefined ? 0 : Math.max(0, now - at)
  return (value?.in_flight ?? []).map((item) => ({
    ...item,
    age_ms: item.age_ms + since,
    ...(item.silent_ms !== undefined && { silent_ms: item.silent_ms + since }),
  }))
}
