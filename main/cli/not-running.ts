import type { HowToRun } from './how-to-run.ts'
import { portOption } from './say-start-failure.ts'

/** Nothing of ours listens on a port, and how to start it there. */
export function notRunning({ port, howTo }: { port: number; howTo: HowToRun }): string {
  return `No Signalbox is running on port ${port}. Start it with: ${howTo(`serve${portOption(port)}`)}`
}
