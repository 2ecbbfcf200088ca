import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { statusLineCommand, wrapStatusLine } from '../status-line-command.ts'
import { settingsTexts } from '../testing/settings-texts.ts'
import { type Edits, NO_EDITS } from './edits.ts'
import { findMember, toValue } from './members.ts'
import { parseSettings } from './parse-settings.ts'
import { findStatusLine, writeStatusLine } from './status-line.ts'
import { takeBackEdits } from './take-back-edits.ts'
import { writeVariables } from './write-variables.ts'

const ROUNDS = Number(process.env['SIGNALBOX_FUZZ'] ?? 150)
const RUNS = { numRuns: ROUNDS, endOnFailure: true }
const URL = 'http://127.0.0.1:3456'
const path = '/home/me/.claude/settings.json'
const OWN =
  'curl -qsf --noproxy 127.0.0.1 --max-time 0.3 --data-binary @- http://127.0.0.1:3456/api/statusline'

/** Connects with a status line, as the switch does. */
function connect(content: string | null, edits: Edits = NO_EDITS, baseUrl = URL) {
  const wanted = [{ name: 'ANTHROPIC_BASE_URL', value: baseUrl, adopt: true }]
  const variables = writeVariables({ path, content }, { wanted, edits })
  return writeStatusLine({ path, content: variables.content }, variables.edits, {
    baseUrl,
    platform: 'linux',
  })
}

function statusLineIn(content: string | null): unknown {
  const parsed = parseSettings(content ?? '')
  if (parsed.kind === 'broken') throw new Error(parsed.problem.code)
  const member = findMember(parsed.settings.root, 'statusLine')
  return member && toValue(member.value)
}

const commands = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom("a 'b'", '$x', OWN.replace('3456', '3999')),
)
const lines = fc.oneof(
  fc.record({ type: fc.constant('command'), padding: fc.nat(3), command: commands }),
  fc.constantFrom(null, 1, [], {}, { type: 'static' }, { type: 'command' }, { type: 'command', command: 7 }),
)

describe('the status line in any settings file', () => {
  it('is there, and byte for byte as it was when that is taken back', () => {
    const withLine = fc.tuple(settingsTexts, lines).map(([text, line]) => {
      const parsed = parseSettings(text)
      if (parsed.kind === 'broken' || parsed.settings.root === undefined || /"statusLine"/.test(text))
        return text
      const { root, mark, text: plain } = parsed.settings
      const rest = plain.slice(root.offset + 1)
      const comma = root.children?.length === 0 ? '' : ','
      return `${mark}${plain.slice(0, root.offset + 1)}"statusLine" : ${JSON.stringify(line)}${comma}${rest}`
    })
    let written = 0
    fc.assert(
      fc.property(
        fc.oneof(settingsTexts, withLine),
        fc.array(fc.nat(3), { maxLength: 3 }),
        (content, ports) => {
          let state = connect(content)
          for (const port of ports) state = connect(state.content, state.edits, `http://127.0.0.1:400${port}`)
          const { statusLine } = state.edits
          if (statusLine !== undefined) written++
          const isThere = JSON.stringify(statusLineIn(state.content) ?? null).includes('/api/statusline')
          expect(isThere).toBe(statusLine !== undefined)
          expect(takeBackEdits({ path, content: state.content }, state.edits)).toEqual({ content, left: [] })
        },
      ),
      RUNS,
    )
    expect(written).toBeGreaterThan(ROUNDS / 3)
  }, 600_000)

  it('is inserted in the style of the file', () => {
    expect(connect('{\n    "model": "opus"\n}\n').content).toBe(`{
    "model": "opus",
    "env": {
        "ANTHROPIC_BASE_URL": "${URL}"
    },
    "statusLine": {
        "type": "command",
        "command": "${OWN}"
    }
}
`)
    expect(statusLineIn(connect('{"model":"opus"}').content)).toEqual({ type: 'command', command: OWN })
    const fresh = connect(null)
    expect(statusLineIn(fresh.content)).toEqual({ type: 'command', command: OWN })
    expect(takeBackEdits({ path, content: fresh.content }, fresh.edits)).toEqual({ content: null, left: [] })
  })

  it('keeps everything but the command of an existing one', () => {
    const theirs = { type: 'command', command: '~/line.sh', padding: 2, refreshInterval: 5 }
    const { content } = connect(JSON.stringify({ statusLine: theirs }))
    expect(statusLineIn(content)).toEqual({ ...theirs, command: wrapStatusLine('~/line.sh', OWN, 'linux') })
  })

  it('is not wrapped around that of another Signalbox, which comes back', () => {
    const other = JSON.stringify({ statusLine: { type: 'command', command: OWN.replace('3456', '3999') } })
    const { content, edits } = connect(other)
    expect(statusLineIn(content)).toEqual({ type: 'command', command: OWN })
    expect(takeBackEdits({ path, content }, edits)).toEqual({ content: other, left: [] })
  })

  it('stays when it was changed since, and is named', () => {
    const { content, edits } = connect('{\n  "model": "opus"\n}\n')
    const changed = (content ?? '').replace(OWN, 'mine')
    const back = takeBackEdits({ path, content: changed }, edits)
    expect(back.left).toEqual(['statusLine'])
    expect(statusLineIn(back.content)).toEqual({ type: 'command', command: 'mine' })
  })

  it('is left alone where it is no command, and on Windows where it is one', () => {
    const other = '{"statusLine":{"type":"text"}}'
    expect(connect(other).edits.statusLine).toBeUndefined()
    const settings = (text: string) => {
      const parsed = parseSettings(text)
      return parsed.kind === 'settings' ? parsed.settings : { root: undefined }
    }
    const found = (text: string, platform: NodeJS.Platform) =>
      findStatusLine(settings(text), { edit: undefined, platform })
    const theirs = '{"statusLine":{"type":"command","command":"x"}}'
    expect([
      found('{}', 'linux'),
      found(other, 'linux'),
      found(theirs, 'linux'),
      found(theirs, 'win32'),
    ]).toEqual(['none', 'other', 'command', 'other'])
  })
})

describe('the command', () => {
  it('is quoted for each system', () => {
    expect(statusLineCommand(URL, 'darwin')).toBe(OWN)
    expect(statusLineCommand(URL, 'win32')).toBe(OWN.replace('curl', 'curl.exe').replace('@-', "'@-'"))
    expect(statusLineCommand('http://[::1]:3456', 'linux')).toContain('--noproxy ::1 ')
  })

  it.skipIf(process.platform === 'win32').each([
    ['cat', 'a "b" $HOME \\ %s\n', 'a "b" $HOME \\ %s\n'],
    [`printf '%s|' "it's" "$(cat)"`, 'in', "it's|in|\n"],
    ['cat; echo two # comment', 'one\n', 'one\ntwo\n'],
    ['echo lost; exit 3', 'in', ''],
    ['echo "unterminated', 'in', ''],
    ['true', 'in', ''],
  ])('prints what %s prints, and then our line', async (existing, input, printed) => {
    const command = wrapStatusLine(existing, 'sed s/^/own:/', 'linux') ?? ''
    const run = promisify(execFile)('/bin/sh', ['-c', command])
    run.child.stdin?.end(input)
    const { stdout } = await run
    expect(stdout).toBe(`${printed}own:${input.trimEnd()}\n`)
  })
})
