import { useEffect, useState } from 'react'
import type { AppInfo, SignalboxBridge } from '../../shared/ipc.ts'

/** The desktop shell's information about itself and the server. Undefined in a browser. */
export function useAppInfo(bridge: SignalboxBridge | undefined): AppInfo | undefined {
  const [info, setInfo] = useState<AppInfo>()
  useEffect(() => {
    if (!bridge) return undefined
    let over = false
    const unsubscribe = bridge.onAppInfo(setInfo)
    // Used only if no event arrived first: events are always newer than this response.
    void bridge.appInfo().then((first) => over || setInfo((known) => known ?? first))
    return () => {
      over = true
      unsubscribe()
    }
  }, [bridge])
  return info
}
