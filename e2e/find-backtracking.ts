import { RegExpParser, visitRegExpAST } from '@eslint-community/regexpp'
import type { AST } from '@eslint-community/regexpp'
import {
  getConsumedChars,
  getFirstConsumedChar,
  isEmpty,
  isPotentiallyZeroLength,
  type ReadonlyFlags,
} from 'regexp-ast-analysis'
import { analyse } from 'scslre'

type CharSet = ReturnType<typeof getConsumedChars>['chars']

/** A repetition with at most this bound costs no more than a constant factor. */
const MAX_BOUNDED = 256

/**
 * Reasons why a search with a regular expression may take more than linear time. Empty if it is linear.
 *
 * Detects repeated searches over the same characters: within one attempt (nested, adjacent or trailing repetitions, by
 * scslre), and in attempts that begin inside a run that an earlier one scanned and gave up: `eyJ[\w-]+\.` in
 * `eyJeyJeyJ…`.
 */
export function findBacktracking(source: string, flags: string): string[] {
  const { reports } = analyse({ source, flags })
  const within = reports.map((report) => `${report.type} ${'quant' in report ? report.quant.raw : ''}`.trim())
  return [...within, ...findRestarts(source, flags)]
}

function findRestarts(source: string, flagText: string): string[] {
  const parser = new RegExpParser()
  const flags = parser.parseFlags(flagText)
  const pattern = parser.parsePattern(source, undefined, undefined, flags)
  const found: string[] = []
  visitRegExpAST(pattern, {
    onQuantifierEnter(quantifier) {
      if (quantifier.max > MAX_BOUNDED && restarts(quantifier, flags)) found.push(`Restart ${quantifier.raw}`)
    },
  })
  return found
}

/** True if the part before a repetition may match inside it, so that each position in its run starts a new attempt. */
function restarts(quantifier: AST.Quantifier, flags: ReadonlyFlags): boolean {
  const path = siblings(quantifier)
  if (
    path === undefined ||
    path.after.every((element) => isPotentiallyZeroLength(element, flags) && element.type !== 'Assertion')
  )
    return false
  const run = charsIn(quantifier.element, flags)
  if (path.before.some((element) => isGuard(element, run, path.before, flags))) return false
  const required = path.before.filter((element) => !isPotentiallyZeroLength(element, flags))
  // Without a required prefix, scslre checks the run, including its context.
  if (required.length === 0) return false
  return required.every((element) => !charsIn(element, flags).isDisjointWith(run))
}

/** All elements matched before and after a quantifier, including those around its groups. */
function siblings(quantifier: AST.Quantifier): { before: AST.Element[]; after: AST.Element[] } | undefined {
  const before: AST.Element[] = []
  const after: AST.Element[] = []
  let node: AST.Element = quantifier
  for (;;) {
    const parent: AST.Element['parent'] = node.parent
    if (parent.type === 'Quantifier') {
      node = parent
      continue
    }
    if (parent.type !== 'Alternative') return undefined
    const at = parent.elements.indexOf(node)
    before.unshift(...parent.elements.slice(0, at))
    after.push(...parent.elements.slice(at + 1))
    const group: AST.Alternative['parent'] = parent.parent
    if (group.type === 'Pattern') return { before, after }
    // A lookaround is an attempt of its own; elements after it are not part of it.
    if (group.type === 'Assertion') after.push(group)
    node = group
  }
}

/** True for an assertion that holds only at the start of a run, so that no attempt begins inside it. */
function isGuard(
  element: AST.Element,
  run: CharSet,
  before: readonly AST.Element[],
  flags: ReadonlyFlags,
): boolean {
  if (element.type !== 'Assertion') return false
  if (element.kind === 'start') return !flags.multiline || run.isDisjointWith(LINE_ENDS(flags))
  if (element.kind === 'lookbehind' && element.negate) {
    const behind = element.alternatives.map((one) => one.elements)
    return behind.some(
      ([only, ...rest]) => only !== undefined && rest.length === 0 && run.isSubsetOf(charsIn(only, flags)),
    )
  }
  if (element.kind !== 'word' || element.negate) return false
  const [next] = before.slice(before.indexOf(element) + 1)
  if (next === undefined || isEmpty(next, flags)) return false
  const word = WORDS(flags)
  return run.isSubsetOf(word) && getFirstConsumedChar(next, 'ltr', flags).char.isSubsetOf(word)
}

function charsOf(source: string, flags: ReadonlyFlags): CharSet {
  const [alternative] = new RegExpParser().parsePattern(source).alternatives
  const [element] = alternative?.elements ?? []
  if (element === undefined) throw new Error(`no element in ${source}`)
  return charsIn(element, { ...flags, unicode: false, unicodeSets: false })
}

function charsIn(element: AST.Element, flags: ReadonlyFlags): CharSet {
  return getConsumedChars(element, flags).chars
}

const WORDS = (flags: ReadonlyFlags) => charsOf(String.raw`\w`, flags)
const LINE_ENDS = (flags: ReadonlyFlags) => charsOf(String.raw`[\n\r\u2028\u2029]`, flags)
