import type { Node } from 'jsonc-parser'

/** One `"name": value` pair of an object, with offsets into the text. */
export interface Member {
  /** From the opening quote of the name to the end of the value. */
  start: number
  end: number
  key: Node
  value: Node
}

/** Members of an object in text order; empty if the node is not an object. */
export function membersOf(node: Node | undefined): Member[] {
  if (node?.type !== 'object') return []
  return (node.children ?? []).flatMap(({ offset, length, children }) => {
    const [key, value] = children ?? []
    return key === undefined || value === undefined
      ? []
      : [{ start: offset, end: offset + length, key, value }]
  })
}

/** The last of duplicate keys wins, as in `JSON.parse`, which Claude Code uses. */
export function findMember(node: Node | undefined, name: string): Member | undefined {
  return membersOf(node).findLast(({ key }) => key.value === name)
}

/** The value of a node. Unlike the library's own function, keeps `__proto__` as an ordinary key. */
export function toValue(node: Node): unknown {
  if (node.type === 'array') return node.children?.map(toValue) ?? []
  if (node.type !== 'object') return node.value
  return Object.fromEntries(membersOf(node).map(({ key, value }) => [String(key.value), toValue(value)]))
}
