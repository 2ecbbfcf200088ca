import type { ServerState } from '../../../shared/ipc.ts'
import type { Signalbox } from '../../base/signalbox.ts'

/** Resolves when the server runs or has failed to start: a link may have launched the app. */
export function started({ state, onChange }: Pick<Signalbox, 'state' | 'onChange'>): Promise<ServerState> {
  const isDecided = () => ['running', 'failed'].includes(state().state)
  return new Promise((resolve) => {
    if (isDecided()) return resolve(state())
    const off = onChange(() => {
      if (!isDecided()) return
      off()
      resolve(state())
    })
  })
}
