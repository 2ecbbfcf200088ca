import { Check } from 'typebox/value'
import { PortBusyDetails, type StartFailure } from '../../shared/health.ts'
import { SettingsError } from '../settings/settings-error.ts'
import type { HowToRun } from './how-to-run.ts'

/**
 * Explains a failed start of `serve` and the remedies: as sentences, or as one JSON object of the shape of StartFailure
 * with a `remedy`.
 */
export function sayStartFailure(
  failure: StartFailure | SettingsError,
  { howTo, asJson }: { howTo: HowToRun; asJson: boolean },
): string {
  if (failure instanceof SettingsError) {
    const { message, reason: error, remedy } = failure
    return asJson ? JSON.stringify({ status: 'unhealthy', error, code: 'invalid_setting', remedy }) : message
  }
  const { reason, remedy } = explain(failure, howTo)
  return asJson ? JSON.stringify({ ...failure, remedy }) : `${reason}. ${remedy}`.trimEnd()
}

/** True where a program reads stderr rather than a person. */
export function isReadByProgram(json: boolean): boolean {
  return json || !process.stderr.isTTY
}

function explain(
  { code, error, details }: StartFailure,
  howTo: HowToRun,
): { reason: string; remedy: string } {
  if (!Check(PortBusyDetails, details)) return { reason: `Signalbox couldn’t start: ${error}`, remedy: '' }
  const { port, holder, own_instance: isOwn, next_free_port: next } = details
  const pid = holder === undefined ? '' : ` (pid ${holder.pid})`
  const withPort = next === undefined ? undefined : `--port ${next}`
  if (isOwn) {
    const choices = [`Open http://127.0.0.1:${port}`, `stop it with "${howTo(`stop${portOption(port)}`)}"`]
    return {
      reason: `Signalbox is already running on port ${port}${pid}`,
      remedy: either(choices, withPort && `start this one with ${withPort}`),
    }
  }
  const isBusy = code === 'port_in_use'
  const holderName = holder?.name ?? 'another program'
  const reason = isBusy ? `Port ${port} is used by ${holderName}${pid}` : error
  const free = `Choose another port with --port`
  const other = withPort === undefined ? free : `start Signalbox with ${withPort}`
  return { reason, remedy: either(isBusy ? ['Stop that program'] : [], other) }
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
