import { useMemo } from 'react'
import type { RequestLog } from '../../../shared/request-log.ts'
import { t } from '../../language/t.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { formatBytes } from '../../ui/format-number.ts'
import { Icon } from '../../ui/icon.tsx'
import { LongText } from '../../ui/long-text.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { useQueryState } from '../url-state/use-query-state.ts'
import styles from './raw-tab.module.css'
import { type RawSide, toRawText } from './to-raw-text.ts'

const SIDES = [
  { name: 'request', label: () => t('Request') },
  { name: 'response', label: () => t('Response') },
  { name: 'events', label: () => t('Events') },
] as const

/** Bodies as text, and the response's stream by event. */
export function RawTab({ request }: { request: RequestLog }) {
  const [values, setValues] = useQueryState()
  const side = SIDES.find(({ name }) => name === values['side'])?.name ?? 'request'
  const text = useMemo(() => toRawText(request, side), [request, side])
  const events = request.response?.streamingChunks?.length
  return (
    <div className={styles.tab}>
      <div className={styles.bar}>
        <Segmented
          label={t('View')}
          options={SIDES.map(({ name, label }) => ({ name, label: label() }))}
          selected={side}
          onSelect={(name: RawSide) => setValues({ side: name === 'request' ? undefined : name })}
        />
        {text !== undefined && (
          <span className={styles.note}>
            {formatBytes(text.length)}
            {side === 'events' &&
              events !== undefined &&
              `, ${t('{{count, number}} events', { count: events })}`}
          </span>
        )}
        <Actions id={request.requestId} side={side === 'request' ? 'request' : 'response'} text={text} />
      </div>
      {text === undefined ? (
        <Empty title={NOTHING[side]()} />
      ) : (
        <LongText key={side} label={side === 'events' ? t('Events') : t('Body')} text={text} />
      )}
    </div>
  )
}

interface ActionsProps {
  id: string
  side: 'request' | 'response'
  text: string | undefined
}

function Actions({ id, side, text }: ActionsProps) {
  const copy = useCopy(text)
  return (
    <div className={styles.actions}>
      {text !== undefined && (
        <CopyButton state={copy.state} onCopy={copy.copy} title={t('Copy this text')}>
          {t('Copy')}
        </CopyButton>
      )}
      <a
        className={styles.bytes}
        href={`/api/requests/${id}/body?side=${side}`}
        download={`${id}-${side}`}
        title={t('Original bytes in their content encoding')}
      >
        <Icon name="download" /> {t('Bytes')}
      </a>
    </div>
  )
}

const NOTHING = {
  request: () => t('The body of this request wasn’t captured, or the request had none.'),
  response: () => t('No complete response, or it wasn’t captured.'),
  events: () => t('Not a streaming response, or it wasn’t captured.'),
} as const
