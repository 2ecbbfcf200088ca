import { type Connection, CONNECTION_STATES } from '../../../shared/connection.ts'
import { t } from '../../language/t.ts'

/** How Claude Code stands to us, in a sentence. The server says it in English. */
export function sayConnection({ state, sentence }: Pick<Connection, 'state' | 'sentence'>): string {
  // A server that says it otherwise knows more than this page.
  if (sentence !== CONNECTION_STATES[state]) return sentence
  switch (state) {
    case 'connected':
      return t('Claude Code goes through Signalbox.')
    case 'direct':
      return t('Claude Code goes to Anthropic directly.')
    case 'elsewhere':
      return t('Claude Code goes to another address.')
    case 'dead':
      return t('Claude Code is sent to an address where nothing answers.')
    case 'conflict':
      return t('Claude Code is pointed at Signalbox, but something else has more weight.')
    case 'unreadable':
      return t('Claude Code’s settings cannot be read.')
  }
}
