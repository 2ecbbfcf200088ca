import { useEffect, useState } from 'react'
import type { AppInfo, SignalboxBridge } from '../../shared/ipc.ts'

/** What the desktop shell says about itself and the server. Undefined in a browser. */
export function useAppInfo(bridge: SignalboxBridge | undefined): AppInfo | undefined {
  const [info, setInfo] = useState<AppInfo>()
  useEffect(() => {
    if (!bridge) return undefined
    let over = false
    const unsubscribe = bridge.onAppInfo(setInfo)
    // Only where no event was faster: an event is always newer than this answer.
    void bridge.appInfo().then((first) => over || setInfo((known) => known ?? first))
    return () => {
      over = true
      unsubscribe()
    }
  }, [bridge])
  return info
}
