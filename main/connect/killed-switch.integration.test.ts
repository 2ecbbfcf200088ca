import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { createRig, type Rig } from './testing/create-rig.ts'

const SOURCE = join(import.meta.dirname, 'testing', 'switch-until-killed.ts')
const URL = 'http://127.0.0.1:3456'
const MOVED = 'http://127.0.0.1:4000'
const SETTINGS = '{\r\n\t"permissions": {},\r\n\t"env": {"FOO": "bär"}\r\n}\r\n'
const withMembers = (...members: string[]) => SETTINGS.replace('"bär"', ['"bär"', ...members].join(','))
const base = (url: string) => `"ANTHROPIC_BASE_URL": "${url}"`
const SEARCH = '"ENABLE_TOOL_SEARCH": "true"'
const CONNECTED = withMembers(base(URL), SEARCH)

/** More concurrent processes would only wait for each other. */
const AT_ONCE = 3

/** Every step of the plain case and every third of the others; set `SIGNALBOX_EVERY_STEP=1` for all steps. */
const STRIDE = process.env['SIGNALBOX_EVERY_STEP'] === undefined ? 3 : 1

/** A running Claude Code that must be notified: this process. */
const NOTE = { pid: process.pid, startedAt: 0 }

let folder: string
/** Bundled into one file, which starts five times faster; it starts about a hundred times. */
let program: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signalbox-killed-'))
  program = join(folder, 'switch-until-killed.js')
  await build({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true },
    build: { ssr: SOURCE, outDir: folder, emptyOutDir: false, minify: false, target: 'node24' },
  })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

let template: Rig
beforeEach(async () => {
  template = await createRig()
})
afterEach(() => template.remove())

interface Case {
  action: 'connect' | 'move' | 'disconnect' | 'quit'
  before: string | undefined
  session: boolean
  stride: number
  /** Address of the next start. */
  next: string
  /** Contents that the settings may have at the time of the kill. Undefined: no file. */
  mayBe: readonly (string | undefined)[]
}

it.each<Case>([
  { action: 'connect', before: SETTINGS, session: false, stride: 1, next: URL, mayBe: [SETTINGS, CONNECTED] },
  {
    action: 'connect',
    before: undefined,
    session: false,
    stride: STRIDE,
    next: URL,
    mayBe: [undefined, `{\n  "env": {\n    ${base(URL)},\n    ${SEARCH}\n  }\n}\n`],
  },
  {
    action: 'move',
    before: CONNECTED,
    session: false,
    stride: STRIDE,
    next: 'http://127.0.0.1:4001',
    mayBe: [CONNECTED, withMembers(base(MOVED), SEARCH)],
  },
  {
    action: 'disconnect',
    before: CONNECTED,
    session: true,
    stride: STRIDE,
    next: URL,
    mayBe: [CONNECTED, withMembers(base(''), SEARCH), SETTINGS],
  },
  {
    action: 'quit',
    before: CONNECTED,
    session: true,
    stride: STRIDE,
    next: URL,
    mayBe: [CONNECTED, withMembers(base(''), SEARCH), SETTINGS],
  },
])(
  'killed at any step of $action, the settings are whole, and the next start sets things right',
  async (tested) => {
    await prepare(tested)
    const seen = new Set<string | undefined>()
    let steps: number | undefined
    for (let first = 1; steps === undefined; first += AT_ONCE) {
      const outcomes = await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => killAt(tested, first + i)))
      for (const { total, content } of outcomes) {
        steps ??= total
        seen.add(content)
      }
    }
    expect(steps).toBeGreaterThan(15)
    // A state that never occurred would mean that all kills were on one side of the write.
    expect(seen).toEqual(new Set(tested.mayBe))
  },
  240_000,
)

/** Prepares the initial state of the action, by a process that is dead afterwards. */
async function prepare({ before, session }: Case): Promise<void> {
  const original = before === undefined ? undefined : SETTINGS
  if (original !== undefined) await template.put(template.settings, original)
  if (before === CONNECTED) await run(template, 'connect', 0)
  if (session) {
    await template.put(
      join(template.home, '.claude', 'sessions', `${process.pid}.json`),
      JSON.stringify(NOTE),
    )
  }
  expect(await template.get()).toBe(before)
}

async function killAt(
  { action, before, session, next: url, mayBe }: Case,
  step: number,
): Promise<{ total: number | undefined; content: string | undefined }> {
  const rig = await createRig()
  try {
    await cp(template.home, rig.home, { recursive: true })
    await mkdir(rig.dataDir)
    const record = await template.get(join(template.dataDir, 'connection.json'))
    if (record !== undefined) {
      const moved = record.replaceAll(JSON.stringify(template.home).slice(1, -1), rig.home)
      await rig.put(join(rig.dataDir, 'connection.json'), moved)
    }
    const total = await run(rig, action, step)
    const content = await rig.get()
    expect(mayBe).toContain(content)
    if (content !== undefined) JSON.parse(content)

    const next = rig.connector()
    await next.listening(url)
    await next.settled()
    expect(rig.logged.filter((line) => line.includes('could not'))).toEqual([])
    const healed = await rig.get()
    // Every interrupted change is completed; nothing is left half-way.
    expect([
      before === undefined ? undefined : SETTINGS,
      withMembers(base(url), SEARCH),
      mayBe.at(-1),
    ]).toContain(healed)
    expect((await next.read()).ours).toBe(healed?.includes(url) === true)
    await next.disconnect()
    await next.settled()
    expect(await rig.get()).toBe(before === undefined ? undefined : SETTINGS)
    const left: string[] = await readdir(join(rig.home, '.claude')).catch(() => [])
    expect(left.filter((name) => name !== 'sessions')).toEqual(before === undefined ? [] : ['settings.json'])
    expect(left.includes('sessions')).toBe(session)
    // Empty if the process was killed before its first write.
    expect((await readdir(rig.dataDir)).filter((name) => name !== 'connection.json')).toEqual([])
    return { total, content }
  } finally {
    await rig.remove()
  }
}

/** Returns the number of steps if the process completed; undefined if it was killed. */
async function run(rig: Rig, action: string, step: number): Promise<number | undefined> {
  const child = spawn(process.execPath, [program, rig.home, rig.dataDir, action, String(step)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (text) => (output += text))
  const [code, signal]: unknown[] = await once(child, 'close')
  if (signal === 'SIGKILL') return undefined
  expect(code).toBe(0)
  return Number(output)
}
