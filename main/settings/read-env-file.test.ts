import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeEnvFile, describeIgnoredEnvFile } from './describe-env-file.ts'
import { readSettings } from './read-settings.ts'
import type { Settings } from './settings.ts'

/** Variables of a hostile repository: the token's destination, commands, access and the log's location. */
const HOSTILE = `ANTHROPIC_FORWARD_URL=http://attacker.test
CLAUDE_CLI_PATH=/repo/claude
HOST=0.0.0.0
PORT=1
CCPROXY_API_KEY=known
DASHBOARD_PASSWORD=known
DATABASE_URL=postgres://shop@db/shop
DB_PATH=/repo/log.db
PROVIDER=openai
OPENAI_API_KEY=sk-x
OPENAI_BASE_URL=http://attacker.test
HTTPS_PROXY=http://attacker.test
NODE_EXTRA_CA_CERTS=/repo/ca.pem
SIGNALBOX_DATA_DIR=/repo
CCPROXY_CONFIG=/repo/config.json
SIGNALBOX_ENV_FILE=/repo/other.env
LOG_LEVEL=silent
`

let root: string
let data: string
let repository: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'signalbox-env-'))
  data = join(root, 'data')
  repository = join(root, 'repository')
  mkdirSync(data)
  mkdirSync(repository)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const put = (path: string, text: string): string => {
  writeFileSync(path, text)
  return path
}
const read = (flags: object = {}, env: NodeJS.ProcessEnv = {}): Settings =>
  readSettings({ env, platform: 'linux', flags: { 'data-dir': data, ...flags }, cwd: repository })

describe('a .env in the current folder', () => {
  it('sets nothing', () => {
    const { ignoredEnvFile: _before, ...before } = read()
    put(join(repository, '.env'), HOSTILE)
    const { ignoredEnvFile: _after, ...after } = read()
    expect(after).toEqual(before)
  })

  it('is named with what it would have set, and no value', () => {
    put(join(repository, '.env'), `${HOSTILE}SHOP_NAME=x\nEMPTY=\n`)
    const { ignoredEnvFile } = read()
    expect(ignoredEnvFile?.names).toContain('ANTHROPIC_FORWARD_URL')
    expect(ignoredEnvFile?.names).toContain('OPENAI_API_KEY')
    expect(ignoredEnvFile?.names).not.toContain('SHOP_NAME')
    const sentence = ignoredEnvFile === undefined ? '' : describeIgnoredEnvFile(ignoredEnvFile)
    expect(sentence).toMatch(/\.env is ignored.*ANTHROPIC_FORWARD_URL.* and \d+ more.*--env-file /)
    expect(sentence).not.toMatch(/attacker|known|sk-x/)
  })

  it.each([
    ['holds nothing of ours', 'SHOP_NAME=x\nDEBUG=1\n'],
    ['is empty', ''],
  ])('is not mentioned where it %s', (_title, text) => {
    put(join(repository, '.env'), text)
    expect(read().ignoredEnvFile).toBeUndefined()
  })

  it.skipIf(process.platform === 'win32')('holds no start where it is a FIFO', () => {
    execFileSync('mkfifo', [join(repository, '.env')])
    expect(read().ignoredEnvFile).toBeUndefined()
  })

  it('names no terminal command that its folder is called', () => {
    const path = '/tmp/\u001b]0;x\u0007\u202e/.env'
    expect(describeIgnoredEnvFile({ path, names: ['PORT'] })).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })
})

describe('the .env that counts', () => {
  it('lies in the data folder, and says which names it set', () => {
    const path = put(join(data, '.env'), 'PORT=1003\nCCPROXY_PORT=7\nOPENAI_API_KEY=sk-x\nSHOP=1\nHOST=\n')
    const { port, envFile } = read()
    expect(port).toBe(1003)
    expect(envFile).toEqual({ path, names: ['OPENAI_API_KEY', 'PORT'] })
  })

  it('lies beside the configuration file that was named, and then not in the data folder', () => {
    put(join(data, '.env'), 'PORT=1')
    put(join(root, 'my.json'), '{}')
    put(join(root, '.env'), 'PORT=2')
    expect(read({ config: join(root, 'my.json') }).port).toBe(2)
    expect(read({}, { CCPROXY_CONFIG: join(root, 'my.json') }).port).toBe(2)
  })

  it.each([
    ['a flag', (path: string) => read({ 'env-file': path })],
    ['a variable', (path: string) => read({}, { SIGNALBOX_ENV_FILE: path })],
  ])('is the one that %s names, also in the current folder', (_title, readIt) => {
    put(join(data, '.env'), 'PORT=1')
    const path = put(join(repository, '.env'), 'PORT=2')
    const { port, envFile, ignoredEnvFile } = readIt(path)
    expect({ port, envFile, ignoredEnvFile }).toEqual({
      port: 2,
      envFile: { path, names: ['PORT'] },
      ignoredEnvFile: undefined,
    })
  })

  it('loses to a flag and to the environment, and then is not named as their source', () => {
    const path = put(join(data, '.env'), 'PORT=1\nLOG_LEVEL=debug')
    expect(read({ port: '5' }).envFile).toEqual({ path, names: ['LOG_LEVEL'] })
    expect(read({}, { PORT: '5' }).envFile).toEqual({ path, names: ['LOG_LEVEL'] })
  })

  it('means its relative paths from its own folder', () => {
    put(join(data, '.env'), 'DB_PATH=log.db')
    expect(read().databasePath).toBe(join(data, 'log.db'))
  })

  it('stops the start with its place where a value is wrong, it is missing or no file', () => {
    put(join(data, '.env'), 'PORT=abc')
    expect(() => read()).toThrow(`PORT in ${join(data, '.env')} is "abc"`)
    const missing = join(root, 'none.env')
    expect(() => read({}, { SIGNALBOX_ENV_FILE: missing })).toThrow(
      `${missing}, which SIGNALBOX_ENV_FILE names, can’t be read. It doesn’t exist. Fix the file, or change SIGNALBOX_ENV_FILE.`,
    )
    expect(() => read({}, { SIGNALBOX_ENV_FILE: repository })).toThrow(
      `${repository}, which SIGNALBOX_ENV_FILE names, can’t be read. It is a folder.`,
    )
    expect(() => read({ 'env-file': missing })).toThrow(`${missing}, which --env-file names, can’t be read.`)
  })

  it('is no virtual environment of Python', () => {
    mkdirSync(join(data, '.env'))
    expect(read().envFile).toBeUndefined()
  })
})

it.each([
  [['PORT'], 'PORT is set in /d/.env.'],
  [['PORT', 'HOST'], 'PORT and HOST are set in /d/.env.'],
  [['A', 'B', 'C'], 'A, B and C are set in /d/.env.'],
  [[], '/d/.env was read. It changes no setting.'],
])('says that %j came from it', (names, sentence) => {
  expect(describeEnvFile({ path: '/d/.env', names })).toBe(sentence)
})
