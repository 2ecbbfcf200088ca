import { setTimeout as delay } from 'node:timers/promises'
import { MANY } from '../../main/storage/testing/fill-many.ts'

/*
 * A program that takes a port: sends one query after the other, faster than any dashboard, until its stdin ends; at
 * least one round. Then prints the response times, in ms, by title.
 */

const iso = (time: number) => new Date(time).toISOString()
const month = `start=${iso(MANY.from)}&end=${iso(MANY.to)}&tz=Europe/Berlin`
const day = `start=${iso(MANY.to - 86_400_000)}&end=${iso(MANY.to)}&tz=Europe/Berlin`

const QUESTIONS: readonly (readonly [title: string, path: string])[] = [
  ['newest page', '/api/requests/summary?limit=50'],
  ['newest page, with limits', '/api/requests?page=1&limit=10'],
  ['summary of a day', `/api/requests/summary?limit=50&${day}`],
  ['page of a model', '/api/requests/summary?limit=50&model=model-17'],
  ['failed', '/api/requests/summary?limit=50&outcome=failed'],
  ['slow', '/api/requests/summary?limit=50&slow=true'],
  ['search', '/api/requests/summary?limit=50&search=session-1%20tool_use'],
  ['statistics', `/api/stats?start_date=${iso(MANY.from + 12_345)}&end_date=${iso(MANY.to)}`],
  ['days', `/api/stats/dashboard?${month}`],
  ['hours', `/api/stats/hourly?${day}`],
  ['models', `/api/stats/models?${month}`],
  ['organisations', '/api/stats/organizations'],
  ['costs', `/api/costs?${month}`],
]

/** Delay between two queries, in ms. An open dashboard sends one every few seconds. */
const PAUSE_MS = 100

const [port = ''] = process.argv.slice(2)
const ending = new AbortController()
process.stdin.resume().once('end', () => ending.abort())

const took = new Map<string, number[]>(QUESTIONS.map(([title]) => [title, []]))
do {
  for (const [title, path] of QUESTIONS) {
    const start = performance.now()
    const response = await fetch(`http://127.0.0.1:${port}${path}`)
    const text = await response.text()
    took.get(title)?.push(performance.now() - start)
    await delay(PAUSE_MS)
    if (response.status !== 200) throw new Error(`${path} was answered ${response.status}: ${text}`)
  }
} while (!ending.signal.aborted)
process.stdout.write(JSON.stringify(Object.fromEntries(took)))
