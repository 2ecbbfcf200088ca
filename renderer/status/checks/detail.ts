import type { Detail } from './check-line.ts'

type Text = string | null | undefined

/** A detail of the known texts; nothing without any. */
export function detail(label: string, ...texts: readonly Text[]): Detail[] {
  const known = texts.flatMap((text) => (text ? [text] : []))
  return known.length === 0 ? [] : [{ label, texts: known }]
}

/** The same in monospace, for paths and addresses. */
export function codeDetail(label: string, ...texts: readonly Text[]): Detail[] {
  return detail(label, ...texts).map((each) => ({ ...each, code: true }))
}
