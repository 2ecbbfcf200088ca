import type { RequestKind } from '../../../shared/request-kind.ts'
import { t } from '../../language/t.ts'

const NAMES: Readonly<Record<RequestKind, () => string>> = {
  main: () => t('Main agent'),
  subagent: () => t('Sub-agent'),
  title: () => t('Session title'),
  classifier: () => t('Safety classifier'),
  compaction: () => t('Compaction'),
  search: () => t('Web search'),
  other: () => t('Other call'),
}

/** The name of a kind of request; a value from the address that is none stays as it is. */
export function sayKind(kind: string): string {
  return isKind(kind) ? NAMES[kind]() : kind
}

function isKind(kind: string): kind is RequestKind {
  return Object.hasOwn(NAMES, kind)
}
