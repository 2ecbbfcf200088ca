import type { FilteredField } from '../../../shared/request-filter.ts'
import { t } from '../../language/t.ts'
import { sayCacheReason } from './say-cache-reason.ts'
import { sayKind } from './say-kind.ts'
import { lastFolder } from '../../status/say-session.ts'

interface FieldLabel {
  label: () => string
  /** Formats a value; ids are abbreviated. */
  write: (value: string) => string
  /**
   * For ids shown in the list and in the head of a request: text and tooltip of the link to all requests with that id.
   */
  link?: { text: (id: string) => string; title: () => string }
}

/** Labels of the fields that the list can be filtered by. */
export const FIELD_LABELS: Readonly<Record<FilteredField, FieldLabel>> = {
  sessionId: {
    label: () => t('Session'),
    write: beginning,
    link: {
      text: (id) => t('Session {{id}}', { id }),
      title: () => t('All requests of this session'),
    },
  },
  agentId: {
    label: () => t('Agent'),
    write: beginning,
    link: { text: (id) => t('Agent {{id}}', { id }), title: () => t('All requests of this agent') },
  },
  cacheReason: { label: () => t('Cache miss'), write: sayCacheReason },
  kind: { label: () => t('Kind'), write: sayKind },
  project: {
    label: () => t('Project'),
    write: whole,
    link: { text: lastFolder, title: () => t('All requests of this project') },
  },
  provider: { label: () => t('Provider'), write: whole },
  conversationHash: { label: () => t('Conversation'), write: beginning },
  errorType: { label: () => t('Error'), write: whole },
  stopReason: { label: () => t('Stop reason'), write: whole },
}

function beginning(id: string): string {
  return id.slice(0, 8)
}

function whole(text: string): string {
  return text
}
