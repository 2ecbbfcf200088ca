import type { ServerState } from '../../../shared/ipc.ts'
import type { Core } from '../../server/core.ts'

/** Resolves when the server runs or could not start: a link may have started the whole program. */
export function started({ state, onChange }: Pick<Core, 'state' | 'onChange'>): Promise<ServerState> {
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
