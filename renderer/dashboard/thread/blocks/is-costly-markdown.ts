/*
 * Threat model: a model writes the text. Markdown parsers take quadratic time for the marks in one paragraph
 * (`*a*a*a…` of 24,000 characters: 2 s), and recurse into nested lists and quotes until the stack ends (`>>>…`).
 */

/** Marks that may begin or end something: emphasis, links, code, HTML, entities. Tables take linear time. */
const MARKS = /[*_~[\]!`<&]/g

/** Sum of the squares of the marks of each paragraph: 1,000 in one take about 30 ms, and a turn shows fifty texts. */
const MAX_COST = 1_000_000

/** `> - 1. text`: a quote with a list with a list. */
const CONTAINERS = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])))+/gm
const MAX_DEPTH = 30

/** True if a text is shown plain because formatting it would block the page. */
export function isCostlyMarkdown(text: string): boolean {
  return costOf(text) > MAX_COST || depthOf(text) > MAX_DEPTH
}

/** Ends of paragraphs: a blank line, or the beginning of a list item. */
const PARAGRAPH_END = /(?:\r\n|[\r\n])(?:[ \t]*(?:\r\n|[\r\n])|(?= {0,3}[-*+][ \t]+\S))/

function costOf(text: string): number {
  let cost = 0
  for (const paragraph of text.split(PARAGRAPH_END)) cost += (paragraph.match(MARKS)?.length ?? 0) ** 2
  return cost
}

function depthOf(text: string): number {
  const depths = text.match(CONTAINERS)?.map((start) => start.match(/[>*+-]|\d+/g)?.length ?? 0) ?? []
  return depths.reduce((most, depth) => Math.max(most, depth), 0)
}
