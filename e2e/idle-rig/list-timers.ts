// oxlint-disable no-underscore-dangle -- Node's own names; async_hooks gives no other access to a timer
import { createHook } from 'node:async_hooks'
import { writeFileSync } from 'node:fs'

/* Loaded into a program by `--import`. After SIGUSR2 it writes the open timers to the file `SIGNALBOX_TIMERS`. */

interface Timer {
  /** In ms. */
  _idleTimeout: number
  _destroyed: boolean
}

export interface OpenTimer {
  ms: number
  /** The place where it was set. */
  stack: string
}

const timers = new Map<number, { timer: WeakRef<Timer>; stack: string }>()
createHook({
  init(id, type, _trigger, resource) {
    if (type !== 'Timeout') return
    timers.set(id, { timer: new WeakRef(resource as Timer), stack: new Error(type).stack ?? '' })
  },
  destroy: (id) => void timers.delete(id),
}).enable()

process.on('SIGUSR2', () => {
  const open = [...timers.values()].flatMap(({ timer, stack }): OpenTimer[] => {
    const found = timer.deref()
    return found === undefined || found._destroyed ? [] : [{ ms: found._idleTimeout, stack }]
  })
  writeFileSync(process.env['SIGNALBOX_TIMERS'] ?? '', JSON.stringify(open))
})
