import type { ServerState } from '../../../shared/ipc.ts'
import type { Signalbox } from '../../base/signalbox.ts'

/** Resolves when the server runs or could not start: a link may have started the whole program. */
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
