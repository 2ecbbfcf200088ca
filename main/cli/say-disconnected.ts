import type { Connection } from '../../shared/connection.ts'

type Before = Pick<Connection, 'currentUrl' | 'connectedSettings'>
type After = Pick<Connection, 'currentUrl' | 'sentence' | 'problems'>

/**
 * The connection after a disconnect, told by what was done. An address that was just restored is the user's own:
 * nothing to warn about, unless nothing responds there.
 */
export function sayDisconnected(before: Before, after: After): After {
  const { currentUrl, sentence, problems } = after
  const isRestored = before.currentUrl !== currentUrl
  if (!isRestored && before.connectedSettings === undefined)
    return { ...after, sentence: `Nothing was changed. ${sentence}` }
  if (!isRestored || currentUrl === null) return { ...after, sentence: `Disconnected. ${sentence}` }
  return {
    sentence: `Disconnected. ANTHROPIC_BASE_URL is ${currentUrl} again.`,
    // Already said.
    currentUrl: null,
    problems: problems.filter(({ code, at }) => code !== 'other_address' || at?.place !== 'user'),
  }
}
