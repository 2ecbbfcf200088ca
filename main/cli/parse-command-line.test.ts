import { describe, expect, it } from 'vitest'
import { COMMANDS } from './help.ts'
import { parseCommandLine } from './parse-command-line.ts'
import { UsageError } from './usage-error.ts'

function refusal(...args: string[]): string {
  try {
    parseCommandLine(args)
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
  return 'accepted'
}

describe('arguments that a command does not take', () => {
  it.each(Object.keys(COMMANDS).filter((name) => name !== 'help' && name !== 'explain'))(
    '%s takes none',
    (name) => {
      expect(refusal(name)).toBe('accepted')
      expect(refusal(name, 'extra')).toBe(`${name} takes no arguments, but got “extra”.`)
    },
  )

  it('explain takes the ID of a request', () => {
    expect(refusal('explain')).toBe('explain needs the ID of a request, or “last”.')
    expect(refusal('explain', 'last')).toBe('accepted')
    expect(refusal('explain', 'one', 'two')).toBe('explain takes one ID, but got “two”.')
  })

  it.each([
    [['stop', '3998'], 'stop takes no arguments, but got “3998”. Did you mean --port 3998?'],
    [['stop', 'now'], 'stop takes no arguments, but got “now”. Did you mean --now?'],
    [['stop', '--now', 'now'], 'stop takes no arguments, but got “now”. Did you mean --now?'],
    [['drain', 'a', 'b'], 'drain takes no arguments, but got “a”, “b”.'],
    [['stop', ''], 'stop takes no arguments, but got “”.'],
    [['help', 'stop', 'now'], 'help takes one command, but got “now”.'],
    [['stop', '--preview'], 'stop doesn’t take --preview.'],
    [['drain', '--now'], 'drain doesn’t take --now.'],
  ])('%j: %s', (args, said) => {
    expect(refusal(...args)).toBe(said)
  })

  it('are one line, even with line breaks', () => {
    expect(refusal('stop', 'a\nb')).toBe(String.raw`stop takes no arguments, but got “a\nb”.`)
  })
})

describe('options that cannot be read', () => {
  it.each([
    [['--prot', '1'], 'Unknown option --prot. Did you mean --port?'],
    [['status', '--jsno'], 'Unknown option --jsno. Did you mean --json?'],
    [['status', '--zebra'], 'Unknown option --zebra.'],
    [['-x'], 'Unknown option -x.'],
    [['--no-port'], 'Unknown option --no-port.'],
    [['--port'], '--port needs a value.'],
    [
      ['--port', '--json'],
      '--port needs a value, but is followed by --json. For a value that starts with a dash, write --port=--json.',
    ],
    [['--json=1'], '--json takes no value, but got “1”.'],
    [['serv'], 'Unknown command “serv”. Did you mean serve?'],
    [['zebra'], 'Unknown command “zebra”.'],
  ])('%j: %s', (args, said) => {
    expect(refusal(...args)).toBe(said)
  })

  it('are always our own sentence, never the parser’s', () => {
    const words = [
      'stop',
      '--port',
      '--port=1',
      '-p',
      '--',
      '--no-json',
      '--json=',
      '-',
      '--no-port=1',
      '-1',
      '',
    ]
    for (const a of words)
      for (const b of words) for (const c of words) expect(() => refusal(a, b, c)).not.toThrow()
  })
})

describe('what it reads', () => {
  it('serves by default', () => {
    expect(parseCommandLine([])).toMatchObject({ command: 'serve', topic: undefined })
  })

  it('reads options in any place, with and without no-', () => {
    const { command, values } = parseCommandLine(['--port', '1', 'connect', '--no-tool-search', '--yes'])
    expect(command).toBe('connect')
    expect(values).toMatchObject({ port: '1', 'tool-search': false, yes: true })
  })

  it('reads a value that starts with a dash', () => {
    expect(parseCommandLine(['--data-dir=-x']).values['data-dir']).toBe('-x')
  })

  it.each([
    [['help', 'connect'], 'connect'],
    [['connect', '--help'], 'connect'],
    [['help'], undefined],
  ])('explains a command: %j', (args, topic) => {
    expect(parseCommandLine(args)).toMatchObject({ command: 'help', topic })
  })

  it('takes Codex to connect and disconnect, with the options that it has there', () => {
    expect(parseCommandLine(['connect', 'codex', '--yes'])).toMatchObject({
      command: 'connect',
      topic: 'codex',
    })
    expect(parseCommandLine(['disconnect', 'codex'])).toMatchObject({ command: 'disconnect', topic: 'codex' })
    expect(refusal('connect', 'codex', '--repair')).toBe('connect codex doesn’t take --repair.')
    expect(refusal('connect', 'codex', 'x')).toBe('connect takes no arguments, but got “x”.')
    expect(refusal('drain', 'codex')).toBe('drain takes no arguments, but got “codex”.')
  })

  it('accepts --yes at disconnect, which never asks', () => {
    expect(refusal('disconnect', '--yes')).toBe('accepted')
  })
})
