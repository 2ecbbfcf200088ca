import fc from 'fast-check'
import { parse } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import { ADDRESS, addressIn, takeBackAddress, writeAddress } from './edit-config.ts'

const RUNS = { numRuns: Number(process.env['SIGNALBOX_FUZZ'] ?? 300), endOnFailure: true }

const path = '/home/me/.codex/config.toml'
const address = 'http://127.0.0.1:3456/v1'

const write = (content: string | null, to = address) => writeAddress({ path, content }, { address: to })

/** Statements before the first table that a simple search for `[`, `#`, `=` or line ends would misread. */
const ROOT = [
  'model = "gpt-6"',
  "approval_policy = 'never' # [not] a table",
  '"quoted = key" = "a # no comment"',
  "'single' = ''",
  'notes = """\n[table]\nopenai_base_url = "no"\n\\""""',
  "long = '''\n# no comment\n[x]'''''",
  'list = [\n  "a", # one ]\n  "]",\n]',
  'inline = { a = "}", b = [1, 2] }',
  'a.b.c = 1979-05-27T07:32:00Z',
  'big = 9223372036854775807',
  'nan = nan',
  'profile = "x"',
]
const TABLES = [
  '[mcp_servers.x]\ncommand = "npx"\nenv = { TOKEN = "secret" }',
  '[projects."/home/me"]\ntrust_level = "trusted"',
  '[other]\nopenai_base_url = "https://not.the.root"',
  '[[items]]\nname = "[x]"',
  '# only a comment',
  '',
]
/** The user's own address, in any notation; with a comment that stays. */
const OWN = [
  '"https://gateway.example/v1"',
  "'https://a.example' # mine",
  '"""https://b.example"""',
  '"\\u0068ttp://x"',
]

const files = fc
  .record({
    head: fc.constantFrom('', '#:schema https://x.example\n', '# mine\n\n', '\n\n'),
    root: fc.uniqueArray(fc.constantFrom(...ROOT), { maxLength: 5 }),
    own: fc.option(
      fc.tuple(fc.constantFrom(...OWN), fc.constantFrom(ADDRESS, `"${ADDRESS}"`, ` ${ADDRESS}\t`)),
      {
        nil: undefined,
      },
    ),
    at: fc.nat(5),
    tables: fc.uniqueArray(fc.constantFrom(...TABLES), { maxLength: 3 }),
    end: fc.constantFrom('', '\n', '\n\n', '  '),
    eol: fc.constantFrom('\n', '\r\n'),
    mark: fc.constantFrom('', '\uFEFF'),
  })
  .map(({ head, root, own, at, tables, end, eol, mark }) => {
    const lines = own === undefined ? root : root.toSpliced(at, 0, `${own[1]} = ${own[0]}`)
    return mark + (head + [...lines, ...tables].join('\n') + end).replaceAll('\n', eol)
  })

const meaning = (content: string) => parse(content.replace(/^\uFEFF/, ''), { integersAsBigInt: true })

describe('any configuration file', () => {
  it('has our address and is otherwise as before, and byte for byte as it was when that is taken back', () => {
    let [edited, replaced] = [0, 0]
    fc.assert(
      fc.property(files, (content) => {
        const { content: next, edits } = write(content)
        expect(meaning(next)).toEqual({ ...meaning(content), [ADDRESS]: address })
        expect(takeBackAddress({ path, content: next }, edits)).toEqual({ content, left: [] })
        edited++
        if (ADDRESS in meaning(content)) replaced++
      }),
      RUNS,
    )
    expect(edited).toBeGreaterThan(100)
    expect(replaced).toBeGreaterThan(20)
  })

  it('keeps what Codex adds while connected', () => {
    const added = '\n[projects."/home/me/new"]\ntrust_level = "trusted"\n'
    fc.assert(
      fc.property(files, (content) => {
        const { content: next, edits } = write(content)
        const eol = next.includes('\r\n') ? '\r\n' : '\n'
        const end = added.replaceAll('\n', eol)
        // On a line of its own, as Codex writes.
        fc.pre(!content.trimEnd().endsWith('[projects."/home/me/new"]'))
        const both = `${next}${eol}${end}`
        expect(takeBackAddress({ path, content: both }, edits).content).toBe(`${content}${eol}${end}`)
      }),
      RUNS,
    )
  })

  it('moves to another port and back to the user’s own', () => {
    fc.assert(
      fc.property(files, (content) => {
        const first = write(content)
        const other = 'http://127.0.0.1:9999/v1'
        const second = writeAddress({ path, content: first.content }, { address: other, edits: first.edits })
        expect(addressIn({ path, content: second.content })).toBe(other)
        expect(takeBackAddress({ path, content: second.content }, second.edits)).toEqual({
          content,
          left: [],
        })
        // A crash between record and file leaves the earlier address there, which is ours, too.
        expect(takeBackAddress({ path, content: first.content }, second.edits)).toEqual({ content, left: [] })
      }),
      RUNS,
    )
  })
})

it('creates a file, and deletes it unless other keys were added', () => {
  const { content, edits } = write(null)
  expect(content).toBe(`openai_base_url = "${address}"\n`)
  expect(takeBackAddress({ path, content }, edits)).toEqual({ content: null, left: [] })
  const used = `${content}model = "gpt-6"\n`
  expect(takeBackAddress({ path, content: used }, edits).content).toBe('model = "gpt-6"\n')
})

it('stands behind the last key and before the first table', () => {
  expect(write('#:schema x\n# mine\nmodel = "a" # b\n\n[tui]\nx = 1\n').content).toBe(
    `#:schema x\n# mine\nmodel = "a" # b\nopenai_base_url = "${address}"\n\n[tui]\nx = 1\n`,
  )
  expect(write('#:schema x\n\n[tui]\n').content).toBe(`#:schema x\nopenai_base_url = "${address}"\n\n[tui]\n`)
})

it('keeps a value that was changed since, and names it', () => {
  const { content, edits } = write('openai_base_url = "https://first.example"\n')
  const changed = content.replace(address, 'https://other.example')
  expect(takeBackAddress({ path, content: changed }, edits)).toEqual({ content: changed, left: [ADDRESS] })
  // Restored or removed by hand: nothing is left of ours.
  const restored = 'openai_base_url = "https://first.example"\n'
  expect(takeBackAddress({ path, content: restored }, edits)).toEqual({ content: restored, left: [] })
  expect(takeBackAddress({ path, content: 'model = "a"\n' }, edits).left).toEqual([])
})

it('keeps a comment that was added to our line', () => {
  const { content, edits } = write('model = "a"\n')
  const noted = content.replace(`${address}"`, `${address}" # Signalbox`)
  expect(takeBackAddress({ path, content: noted }, edits).content).toBe('model = "a"\n # Signalbox\n')
})

it.each(['model = "a', '[a]\n[a]\n', 'openai_base_url = "a"\nopenai_base_url = "b"\n', '{}'])(
  'changes nothing in a file that is no TOML: %j',
  (content) => {
    expect(() => write(content)).toThrow(expect.objectContaining({ code: 'claude_settings_unreadable' }))
  },
)
