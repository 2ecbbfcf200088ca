import type { Node } from 'jsonc-parser'

/** One `"name": value` of an object, with offsets into the text. */
export interface Member {
  /** From the first quote to the end of the value. */
  start: number
  end: number
  key: Node
  value: Node
}

/** The members of an object in the order of the text; one that is no object has none. */
export function membersOf(node: Node | undefined): Member[] {
  if (node?.type !== 'object') return []
  return (node.children ?? []).flatMap(({ offset, length, children }) => {
    const [key, value] = children ?? []
    return key === undefined || value === undefined
      ? []
      : [{ start: offset, end: offset + length, key, value }]
  })
}

/** Of members with the same name the last counts, as in `JSON.parse`, which Claude Code reads with. */
export function findMember(node: Node | undefined, name: string): Member | undefined {
  return membersOf(node).findLast(({ key }) => key.value === name)
}

/** The value of a node. Unlike the library's own, this keeps a key `__proto__` a key. */
export function toValue(node: Node): unknown {
  if (node.type === 'array') return node.children?.map(toValue) ?? []
  if (node.type !== 'object') return node.value
  return Object.fromEntries(membersOf(node).map(({ key, value }) => [String(key.value), toValue(value)]))
}
