import { Check } from 'typebox/value'
import { PortBusyDetails, type StartFailure } from '../../shared/health.ts'
import type { HowToRun } from './how-to-run.ts'

/** Explains a failed start of `serve` and the remedies, for a terminal. */
export function sayStartFailure({ code, error, details }: StartFailure, howTo: HowToRun): string {
  if (!Check(PortBusyDetails, details)) return `Signalbox couldn’t start: ${error}.`
  const { port, holder, own_instance: isOwn, next_free_port: next } = details
  const pid = holder === undefined ? '' : ` (pid ${holder.pid})`
  const withPort = next === undefined ? undefined : `--port ${next}`
  if (isOwn) {
    const choices = [`Open http://127.0.0.1:${port}`, `stop it with "${howTo(`stop${portOption(port)}`)}"`]
    return `Signalbox is already running on port ${port}${pid}. ${either(choices, withPort && `start this one with ${withPort}`)}`
  }
  const isBusy = code === 'port_in_use'
  const holderName = holder?.name ?? 'another program'
  const reason = isBusy ? `Port ${port} is used by ${holderName}${pid}` : error
  const free = `Choose another port with --port`
  return `${reason}. ${either(isBusy ? ['Stop that program'] : [], withPort === undefined ? free : `start Signalbox with ${withPort}`)}`
}

/** ` --port N` if a command would not find the port by itself. */
export function portOption(port: number): string {
  return port === 3456 ? '' : ` --port ${port}`
}

/** `A, b, or c.` */
function either(choices: readonly string[], last: string | undefined): string {
  const all = last === undefined ? choices : [...choices, last]
  const text = all.length < 3 ? all.join(' or ') : `${all.slice(0, -1).join(', ')}, or ${all.at(-1)}`
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
