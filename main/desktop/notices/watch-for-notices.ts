import type { Signalbox } from '../../base/signalbox.ts'
import { throttle } from '../../base/throttle.ts'
import type { Speech } from '../language/create-speech.ts'
import type { Credentials } from '../pages/forward-to-server.ts'
import type { Log } from '../log.ts'
import type { StateFile } from '../preferences/create-state-file.ts'
import type { Notice, NoticeFacts } from './notice.ts'
import { readBudgets, readLimits } from './read-facts.ts'
import { toNotices } from './to-notices.ts'

/** In ms. Neither fact changes faster than a user needs to know. */
const LOOK_EVERY = 30_000

export interface NoticeDeps {
  signalbox: Signalbox
  file: StateFile
  show: (notice: Notice) => void
  speech: () => Speech
  credentials: Credentials
  log: Log
}

/**
 * Polls the proxy and notifies of each transition once. Keeps polling while notices are off, so that none is late when
 * they are turned on.
 */
export function watchForNotices({ signalbox, file, show, speech, credentials, log }: NoticeDeps): void {
  // Facts of the previous poll; undefined before the first.
  let before: NoticeFacts | undefined
  // Both are fetched over HTTP; the other facts are read from the core.
  let limits: NoticeFacts['limits'] = []
  let budgets: NoticeFacts['budgets'] = []

  function look(): void {
    const now = { ...factsOf(signalbox), limits, budgets }
    const { notices, told } = toNotices(before, now, {
      told: file.read().toldLimits,
      at: Date.now(),
      speech: speech(),
    })
    before = now
    if (told !== file.read().toldLimits) file.update({ toldLimits: { ...told } })
    if (file.read().notifications) notices.forEach(show)
  }
  async function ask(): Promise<void> {
    const server = signalbox.state()
    if (server.state !== 'running') return
    const asked = { baseUrl: server.baseUrl, credentials }
    ;[limits, budgets] = await Promise.all([readLimits(asked, Date.now()), readBudgets(asked)])
    look()
  }
  const askSoon = throttle(LOOK_EVERY, () => {
    ask().catch((error: unknown) =>
      log.warn({ err: error }, 'failed to read limits and budgets for notifications'),
    )
    return signalbox.state().state === 'running'
  })
  signalbox.onChange(() => {
    look()
    askSoon()
  })
  setInterval(askSoon, 2 * LOOK_EVERY).unref()
}

/** In ms since the start. By then every check has run once, so later findings are changes. */
const FIRST_CHECKS = 30_000

function factsOf(signalbox: Signalbox): Pick<NoticeFacts, 'verdict' | 'drain'> {
  if (signalbox.state().state !== 'running') return { verdict: undefined, drain: undefined }
  const { in_flight: left, drain, uptime_ms } = signalbox.livez()
  return {
    verdict: uptime_ms < FIRST_CHECKS ? undefined : signalbox.verdict(),
    drain: drain && {
      by: drain.source === 'request' ? 'user' : 'exit',
      atStart: drain.in_flight_at_start,
      left,
    },
  }
}
