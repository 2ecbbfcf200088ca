import { createScanner, type Node } from 'jsonc-parser'
import type { Insertion } from './insert-member.ts'
import { type Member, membersOf } from './members.ts'

type Cut = [from: number, to: number]

/**
 * Removes a member from an object. If the text that `insertMember` added is still intact, removes that too and restores
 * the original text. After other edits, removes only what is needed to keep valid JSON, and keeps comments.
 */
export function removeMember(
  text: string,
  { object, member, insertion }: { object: Node; member: Member; insertion: Insertion | undefined },
): string {
  const cuts = asInserted(text, object, member, insertion) ?? asEdited(text, object, member)
  return cuts
    .toSorted(([a], [b]) => b - a)
    .reduce((rest, [from, to]) => rest.slice(0, from) + rest.slice(to), text)
}

function asInserted(
  text: string,
  object: Node,
  { start, end }: Member,
  insertion: Insertion | undefined,
): Cut[] | undefined {
  if (insertion === undefined) return undefined
  const { lead, trail } = insertion
  const alone = membersOf(object).length === 1
  // Inserted without a comma, it was the only member. If it has neighbours or a trailing comma now, count the commas.
  if (!lead.startsWith(',') && (!alone || commaAfter(text, end) !== undefined)) return undefined
  if (!text.slice(0, start).endsWith(lead) || !text.startsWith(trail, end)) return undefined
  // Without an inserted comma, only its position right after `{` shows that the text was not reformatted.
  if (!lead.startsWith(',') && text[start - lead.length - 1] !== '{') return undefined
  return [[start - lead.length, end + trail.length]]
}

function asEdited(text: string, object: Node, { start, end }: Member): Cut[] {
  const members = membersOf(object)
  const previous = members[members.findIndex((member) => member.start === start) - 1]
  const whiteBefore = start - (/(?<![ \t\r\n])[ \t\r\n]+$/.exec(text.slice(0, start))?.[0].length ?? 0)
  const comma = commaAfter(text, end)
  if (comma !== undefined) return beforeComma(text, { start, end, comma, whiteBefore })
  if (previous === undefined) return onlyOne(text, object, [start, end])
  // Last member: remove the comma before it.
  const before = commaAfter(text, previous.end)
  if (before === undefined) return [[start, end]]
  return before + 1 === whiteBefore ? [[before, end]] : [[before, before + 1], cutOwn(text, start, end)]
}

function beforeComma(
  text: string,
  { start, end, comma, whiteBefore }: { start: number; end: number; comma: number; whiteBefore: number },
): Cut[] {
  // Keep a comment that precedes the comma.
  if (!/^[ \t\r\n]*$/.test(text.slice(end, comma)))
    return [
      [start, end],
      [comma, comma + 1],
    ]
  const next = comma + 1 + (/^[ \t\r\n]*/.exec(text.slice(comma + 1))?.[0].length ?? 0)
  // Last member with a trailing comma: the previous member keeps that comma.
  if (text[next] === '}')
    return endsLine(text, whiteBefore) ? [[start, comma + 1]] : [[whiteBefore, comma + 1]]
  if (text[next] === '/') return [[start, comma + 1]]
  return [[start, next]]
}

function onlyOne(text: string, object: Node, [start, end]: Cut): Cut[] {
  const inner: Cut = [object.offset + 1, object.offset + object.length - 1]
  const isEmptyWithout = /^[ \t\r\n]*$/.test(text.slice(inner[0], start) + text.slice(end, inner[1]))
  return isEmptyWithout ? [inner] : [cutOwn(text, start, end)]
}

/** The member and the spaces before it on its line; the line break stays because a `//` comment may need it. */
function cutOwn(text: string, start: number, end: number): Cut {
  return [start - (/(?<![ \t])[ \t]+$/.exec(text.slice(0, start))?.[0].length ?? 0), end]
}

/** True when a `//` comment ends here, so the line break after it must stay. */
function endsLine(text: string, offset: number): boolean {
  const scanner = createScanner(text)
  do scanner.scan()
  while (scanner.getTokenLength() > 0 && scanner.getTokenOffset() + scanner.getTokenLength() < offset)
  return text.startsWith('//', scanner.getTokenOffset())
}

/** Offset of the next comma, skipping comments and white space. */
function commaAfter(text: string, offset: number): number | undefined {
  const scanner = createScanner(text, true)
  scanner.setPosition(offset)
  scanner.scan()
  return text[scanner.getTokenOffset()] === ',' ? scanner.getTokenOffset() : undefined
}
