/**
 * True if a list may take the focus for its cursor: nothing has it, or the list itself does. A row that is marked by
 * something else than a key must not take it from a button or a field elsewhere.
 */
export function isFocusFree(list: Element): boolean {
  const { activeElement } = document
  return activeElement === null || activeElement === document.body || list.contains(activeElement)
}
