import type { Browser, Page } from '@playwright/test'

interface Work {
  /** CPU time of each task of the page's main thread, in ms, so that other load does not count. */
  tasks: readonly number[]
  longest: number
  total: number
}

/** Runs `act` and measures its cost for the page. */
export async function traceTasks(browser: Browser, page: Page, act: () => Promise<unknown>): Promise<Work> {
  // The name distinguishes the page's process from those of pages that are closing.
  const mark = `mark-${Math.random()}`
  await browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing', '__metadata'] })
  await page.evaluate((name) => performance.mark(name), mark)
  await act()
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }
  const ours = trace.traceEvents.find(({ name }) => name === mark)
  if (!ours) throw new Error('the page is not in the trace')
  const tasks = trace.traceEvents
    .filter(({ name, pid, tid }) => name.endsWith('RunTask') && pid === ours.pid && tid === ours.tid)
    .flatMap(({ tdur }) => (tdur === undefined ? [] : tdur / 1_000))
  if (tasks.length === 0) throw new Error('the trace has no tasks')
  return { tasks, longest: Math.max(...tasks), total: tasks.reduce((sum, task) => sum + task, 0) }
}

/** The fields used here of https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU. */
interface TraceEvent {
  name: string
  pid: number
  tid: number
  /** CPU time, in µs. */
  tdur?: number
}
