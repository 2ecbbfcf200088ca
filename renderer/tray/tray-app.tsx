import { useEffect } from 'react'
import type { SignalboxBridge } from '../../shared/ipc.ts'
import type { Api } from '../api/api.ts'
import { type QueryDeps, useReadings } from '../api/queries.ts'
import '../status/bridge.ts'
import { connectCommand } from '../status/connect-command.ts'
import { useConnection } from '../status/connection/use-connection.ts'
import { useConnectionInStep } from '../status/connection/use-connection-in-step.ts'
import { toHref } from './dashboard-button.tsx'
import { toLastError } from './last-error/to-last-error.ts'
import { toLimitLines } from './limits/to-limit-lines.ts'
import { useBudgets } from '../status/budgets/use-budgets.ts'
import { toView } from '../status/to-view.ts'
import { useTodayUsage } from './today/use-today-usage.ts'
import { TrayWindow } from './tray-window.tsx'
import { useAppInfo } from '../status/use-app-info.ts'
import { useCopy } from '../ui/use-copy.ts'
import { useDrainActions } from '../status/use-drain-actions.ts'
import { useGlance } from './use-glance.ts'
import { useHotkeys } from '../status/use-hotkeys.ts'
import { useNow } from '../status/use-now.ts'
import { useRecheck } from '../status/use-recheck.ts'
import { useDetails } from './use-details.ts'
import { useReportedHeight } from './use-reported-height.ts'
import { useSessionNames } from './use-session-names.ts'
import { useSnapshot } from './use-snapshot.ts'
import { useVisible } from '../status/use-visible.ts'

export interface TrayDeps extends QueryDeps {
  api: Api
  storage: Storage
  bridge: SignalboxBridge | undefined
}

/** The running tray window: polls, computes the view, and connects keys and buttons to actions. */
export function TrayApp({ deps }: { deps: TrayDeps }) {
  const { bridge } = deps
  const visible = useVisible()
  const now = useNow(deps.now, visible)
  const { refresh, ...readings } = useReadings(deps, visible)
  const app = useAppInfo(bridge)
  const view = toView({ ...readings, app, now })
  const drain = useDrainActions(deps, view, visible)
  const connect = useConnection(deps.api, visible)
  useConnectionInStep(view.verdict)
  const glance = useGlance(deps.api, visible)
  const budgets = useBudgets(deps.api, visible)
  const today = useTodayUsage(deps.api, now, visible)
  const ids = [...view.requests.map(({ session }) => session), today?.top?.id].filter(
    (id) => id !== undefined,
  )
  const names = useSessionNames(deps.api, [...new Set(ids)], { now, visible })
  const details = useDetails(deps.storage)

  const { word } = view.verdict
  const command = view.baseUrl && connectCommand(view.baseUrl, app?.platform)
  const address = useCopy(view.baseUrl)
  const recheck = useRecheck(deps)
  const height = useReportedHeight(bridge)
  useSnapshot(deps.storage, visible)
  useEffect(() => {
    document.title = `Signalbox: ${word}`
  }, [word])

  // The shell announces a failed start; here it is enough to refresh.
  const start = (port?: number) =>
    void bridge?.startServer(port === undefined ? {} : { port }).then(refresh, refresh)
  const openDashboard =
    bridge && ((path?: string) => void bridge.openDashboard(path === undefined ? {} : { path }))
  const askAgain = () => {
    refresh()
    recheck.run()
  }
  useHotkeys({
    r: askAgain,
    d: drain.actions.ask,
    c: address.copy,
    e: details.toggle,
    o: () => (openDashboard ? openDashboard() : location.assign(toHref(undefined))),
    escape: () => (drain.face.face === 'asking' ? drain.actions.dismiss() : void bridge?.hideWindow()),
  })

  return (
    <div ref={height}>
      <TrayWindow
        view={view}
        now={now}
        visible={visible}
        face={drain.face}
        address={address}
        command={command}
        recheck={recheck}
        budgets={budgets.data}
        api={deps.api}
        limits={toLimitLines(glance.limits, now)}
        today={today}
        names={names}
        details={details}
        lastError={toLastError(glance.newest, now)}
        connect={connect}
        drain={drain.actions}
        desktop={bridge && { start, quit: (when) => void bridge.quit({ when }) }}
        openDashboard={openDashboard}
        onRefresh={askAgain}
      />
    </div>
  )
}
