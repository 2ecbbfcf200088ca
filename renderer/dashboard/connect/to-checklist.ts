import type { Connection } from '../../../shared/connection.ts'
import { t } from '../../language/t.ts'

export interface ChecklistStep {
  name: 'connected' | 'send' | 'arrive'
  label: string
  isDone: boolean
  todo: string
}

interface Seen {
  connection: Pick<Connection, 'state'>
  /** Whether a request is in flight, or has ever come through. */
  inFlight: boolean
  finished: boolean
}

/** The three steps of a first run. A request that has arrived proves the steps before it, but never the switch. */
export function toChecklist({ connection, inFlight, finished }: Seen): readonly ChecklistStep[] {
  const came = inFlight || finished
  return [
    {
      name: 'connected',
      label: t('Claude Code is connected'),
      isDone: connection.state === 'connected',
      todo: t('Use the switch. It changes one line, and takes it back.'),
    },
    {
      name: 'send',
      label: t('A first request is sent'),
      isDone: came,
      todo: t('Run this in a terminal, or ask Claude Code anything:'),
    },
    {
      name: 'arrive',
      label: t('It has arrived here'),
      isDone: finished,
      todo: inFlight ? t('It is in flight now.') : t('It shows here the moment it comes.'),
    },
  ]
}
