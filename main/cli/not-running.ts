import type { HowToRun } from './how-to-run.ts'
import { portOption } from './say-start-failure.ts'

/** States that no instance runs on a port, and how to start one there. */
export function notRunning({ port, howTo }: { port: number; howTo: HowToRun }): string {
  return `Signalbox isn’t running on port ${port}. Start it with: ${howTo(`serve${portOption(port)}`)}`
}
