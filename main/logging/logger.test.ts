import { execFileSync, spawnSync, type SpawnSyncReturns } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-log-'))
})
afterEach(() => {
  chmodSync(folder, 0o700)
  rmSync(folder, { recursive: true, force: true })
})

const HOSTILE = `"/x/sk-ant-CANARY0123" -----BEGIN PRIVATE KEY-----\nCANARY\\n" //u:CANARY@h token="CANARY123" ${'a'.repeat(9)}`

/** Logs two lines in a separate process, with a umask that would make files world-readable. */
function logIn(dataDir: string, { tap = false } = {}): SpawnSyncReturns<string> {
  const script = `
    import { createLogger } from ${JSON.stringify(join(import.meta.dirname, 'logger.ts'))}
    import { createLogTap } from ${JSON.stringify(join(import.meta.dirname, 'create-log-tap.ts'))}
    process.umask(0)
    const tap = createLogTap()
    const lines = []
    if (${tap}) process.on('exit', () => console.log(JSON.stringify({ file: tap.file(), lines })))
    const log = createLogger({ level: 'info', version: '1.2.3', dataDir: ${JSON.stringify(dataDir)}, tap })
    tap.follow((line) => lines.push(line))
    log.info('first')
    log.debug('hidden')
    setTimeout(() => log.warn({ port: 1, path: ${JSON.stringify(HOSTILE)}, deep: [{ at: ${JSON.stringify(HOSTILE)} }] }, 'second'), 50)
    setTimeout(() => process.exit(0), 200)`
  return spawnSync(process.execPath, ['--input-type=module-typescript', '-e', script], { encoding: 'utf8' })
}

it('writes the same lines to stderr and to a file that only this user can read', () => {
  const { status, stderr } = logIn(folder)
  expect(status).toBe(0)
  const file = join(folder, 'logs', 'signalbox.log')
  const written = readFileSync(file, 'utf8')
  expect(written).toBe(stderr)
  expect(
    written
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).msg),
  ).toEqual(['first', 'second'])
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(statSync(join(folder, 'logs')).mode & 0o777).toBe(0o700)
})

it('hides what looks like a key, wherever it stands, and its lines stay JSON', () => {
  const { stderr } = logIn(folder)
  const { deep } = JSON.parse(stderr.trim().split('\n')[1] ?? '')
  expect(deep[0].at).toContain('aaaaaaaaa')
  expect(stderr).not.toContain('CANARY')
})

it('hands the lines on, and before them the last ones of the run before', () => {
  logIn(folder)
  const file = join(folder, 'logs', 'signalbox.log')
  writeFileSync(file, `${readFileSync(file, 'utf8')}{"half":`)
  const { status, stdout } = logIn(folder, { tap: true })
  expect(status).toBe(0)
  const { file: at, lines } = JSON.parse(stdout)
  expect(at).toBe(file)
  expect(lines.map((line: string) => JSON.parse(line).msg)).toEqual(['first', 'second', 'first', 'second'])
})

it('names no file where there is none', () => {
  writeFileSync(join(folder, 'logs'), 'a file where the folder should be')
  const { file, lines } = JSON.parse(logIn(folder, { tap: true }).stdout)
  expect(file).toBeUndefined()
  expect(lines).toHaveLength(3)
})

it('goes on with stderr alone when the folder cannot be made', () => {
  writeFileSync(join(folder, 'logs'), 'a file where the folder should be')
  const { status, stderr } = logIn(folder)
  expect(status).toBe(0)
  expect(stderr).toContain(
    `failed to write log file ${join(folder, 'logs', 'signalbox.log')}: A file is where one of its folders should be. Log lines appear on stderr only. Fix this, or choose another folder with --data-dir.`,
  )
  expect(stderr).toContain('second')
})

it('goes on with stderr alone when the disk is full', () => {
  const { status, stderr } = logOnFullDisk()
  expect(status).toBe(0)
  expect(stderr).toContain(
    `failed to write log file ${join(folder, 'logs', 'signalbox.log')}: Can't write on`,
  )
  expect(stderr).toContain('second')
})

/** /dev/full fails every write with ENOSPC (full(4)). */
function logOnFullDisk(): { status: number | null; stderr: string } {
  execFileSync('mkdir', ['-p', join(folder, 'logs')])
  execFileSync('ln', ['-s', '/dev/full', join(folder, 'logs', 'signalbox.log')])
  return logIn(folder)
}
