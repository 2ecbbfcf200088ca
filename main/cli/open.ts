import type { Settings } from '../settings/settings.ts'
import { callInstance } from './call-instance.ts'
import type { HowToRun } from './how-to-run.ts'
import { notRunning } from './not-running.ts'
import { openPage } from '../base/open-page.ts'
import { toStderr, toStdout } from './print.ts'

/**
 * `signalbox open`: opens the running instance's dashboard in the browser, and prints its address for systems without a
 * browser.
 *
 * @returns the exit code: 0 done, 3 no instance is running
 */
export async function open({
  settings: { port },
  json,
  howTo,
}: {
  settings: Settings
  json: boolean
  howTo: HowToRun
}): Promise<number> {
  const found = await callInstance(port, { method: 'GET', path: '/livez' })
  if (found.kind !== 'response') {
    const error = await notRunning({ port, howTo })
    if (json) toStdout(JSON.stringify({ error }))
    else toStderr(error)
    return 3
  }
  const url = `http://127.0.0.1:${port}/dashboard.html`
  openPage(url, process.platform)
  toStdout(json ? JSON.stringify({ url }) : url)
  return 0
}
