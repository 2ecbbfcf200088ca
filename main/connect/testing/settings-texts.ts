import fc from 'fast-check'

type Gen = <T>(arbitrary: fc.Arbitrary<T>) => T

export interface Layout {
  eol: string
  unit: string
  colon: string
  /** Each member on its own line. */
  lines: boolean
  comments: boolean
  trailingComma: boolean
  mark: boolean
}

const layouts: fc.Arbitrary<Layout> = fc.record({
  eol: fc.constantFrom('\n', '\r\n', '\r'),
  unit: fc.constantFrom('  ', '    ', '\t', ' ', '   ', ''),
  colon: fc.constantFrom(': ', ':', ' : ', ':\t'),
  lines: fc.boolean(),
  comments: fc.boolean(),
  trailingComma: fc.boolean(),
  mark: fc.boolean(),
})

const names = fc.oneof(
  fc.constantFrom('permissions', 'hooks', 'statusLine', 'model', 'naïve', '日本', '👩‍👩‍👧', 'a"b', '__proto__'),
  fc.string({ unit: 'binary', maxLength: 6 }),
)
const texts = fc.oneof(
  fc.constantFrom('//no', '/*no*/', '{', '}', ',', '\\', '"', '\u2028', 'line\nbreak', '\ud800', 'env'),
  fc.string({ unit: 'binary', maxLength: 8 }),
)
const scalars = fc.oneof(texts, fc.integer(), fc.boolean(), fc.constant(null))
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    { weight: 3, arbitrary: scalars },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.array(fc.tuple(names, tie('value')), { maxLength: 3 }).map(toObject) },
  ),
})).value

const variables = fc.oneof(
  fc.constantFrom('ANTHROPIC_BASE_URL', 'ENABLE_TOOL_SEARCH', 'ANTHROPIC_AUTH_TOKEN', 'FOO'),
  names,
)
const environments = fc.oneof(
  { weight: 1, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constant({}) },
  {
    weight: 4,
    arbitrary: fc.array(fc.tuple(variables, texts), { minLength: 1, maxLength: 4 }).map(toObject),
  },
)

function toObject(entries: [string, unknown][]): object {
  return Object.fromEntries(entries)
}

/** Random settings values. */
export const settingsValues: fc.Arbitrary<object> = fc
  .tuple(fc.array(fc.tuple(names, values), { maxLength: 4 }), environments, fc.nat(4))
  .map(([entries, env, at]) => {
    const others = entries.filter(([name]) => name !== 'env')
    return Object.fromEntries(env === undefined ? others : others.toSpliced(at, 0, ['env', env]))
  })

/** Random settings files: any layout, with comments, byte order marks and old line endings. */
export const settingsTexts: fc.Arbitrary<string> = fc.gen().map((gen) => {
  const g: Gen = (arbitrary) => gen(() => arbitrary)
  const layout = g(layouts)
  const { eol, mark } = layout
  if (g(fc.nat(19)) === 0) return (mark ? '\uFEFF' : '') + g(fc.constantFrom('', ' ', eol, `${eol}\t${eol}`))
  const body = render(g(settingsValues), '', { g, layout })
  return `${mark ? '\uFEFF' : ''}${trivia(g, layout)}${body}${trivia(g, layout)}${g(fc.constantFrom('', eol, eol + eol))}`
})

function render(value: unknown, indent: string, { g, layout }: { g: Gen; layout: Layout }): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const isArray = Array.isArray(value)
  const [open, close] = isArray ? '[]' : '{}'
  const inner = indent + layout.unit
  const members = (
    isArray ? value.map((item): [undefined, unknown] => [undefined, item]) : Object.entries(value)
  ).map(
    ([name, item]) =>
      (name === undefined ? '' : JSON.stringify(name) + colon(g, layout)) +
      render(item, inner, { g, layout }),
  )
  if (members.length === 0) return open + trivia(g, layout) + close
  // Members are separated by a line ending or, occasionally, by nothing.
  const gap = layout.lines && g(fc.nat(15)) > 0 ? layout.eol + inner : g(fc.constantFrom('', ' '))
  const end = gap.includes(layout.eol) ? layout.eol + indent : gap
  const comma = layout.trailingComma && g(fc.boolean()) ? ',' : ''
  const body = members.map((member) => trivia(g, layout) + gap + member).join(',')
  return open + body + trivia(g, layout) + comma + trivia(g, layout) + end + close
}

function colon(g: Gen, layout: Layout): string {
  return layout.comments && g(fc.nat(19)) === 0 ? `/*c*/:${layout.eol}` : layout.colon
}

function trivia(g: Gen, { comments, eol }: Layout): string {
  if (!comments) return g(fc.nat(14)) === 0 ? g(fc.constantFrom(' ', '\t', eol)) : ''
  if (g(fc.nat(5)) > 0) return ''
  return g(fc.constantFrom(' // note' + eol, '/* block */', `${eol}/* "env": {} */${eol}`, `//,}${eol}`))
}
