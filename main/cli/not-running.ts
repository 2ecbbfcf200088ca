import { connect } from 'node:net'
import { findPortHolder, type PortHolder } from '../server/listener/port-holder.ts'
import { nextFreePort } from '../server/listener/start-failure.ts'
import type { HowToRun } from './how-to-run.ts'
import { portOption } from './say-start-failure.ts'

/** Timeout of the connection attempt in ms. On this machine it takes less than 1 ms. */
const CONNECT_LIMIT = 1_000

interface Where {
  port: number
  howTo: HowToRun
}

/** Explains why no instance responded on a port of this machine: none runs, or another program uses the port. */
export async function notRunning({ port, howTo }: Where): Promise<string> {
  if (!(await isUsed(port))) return sayNotRunning({ port, howTo })
  const [holder, next] = await Promise.all([
    findPortHolder(port, process.platform),
    nextFreePort({ host: '127.0.0.1', port }),
  ])
  return sayPortUsed({ port, howTo, holder, next })
}

function sayNotRunning({ port, howTo }: Where): string {
  return `Signalbox isn’t running on port ${port}. Start it with: ${howTo(`serve${portOption(port)}`)}`
}

/** A Signalbox that hangs looks the same, so the program is named and not called a stranger. */
function sayPortUsed({
  port,
  howTo,
  holder,
  next,
}: Where & { holder: PortHolder | undefined; next: number | undefined }): string {
  const pid = holder === undefined ? '' : ` (pid ${holder.pid})`
  const used = `Port ${port} is used by ${holder?.name ?? 'another program'}${pid}, which doesn’t respond like Signalbox.`
  const elsewhere = 'If Signalbox runs on another port, name it with --port.'
  const start = next === undefined ? '' : ` To start it on a free one: ${howTo(`serve --port ${next}`)}`
  return `${used} ${elsewhere}${start}`
}

function isUsed(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: CONNECT_LIMIT })
    const end = (isOpen: boolean) => () => {
      socket.destroy()
      resolve(isOpen)
    }
    socket.once('connect', end(true))
    socket.once('error', end(false))
    socket.once('timeout', end(false))
  })
}
