import { useMemo } from 'react'
import type { RequestLog } from '../../../shared/request-log.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { formatBytes, formatCount } from '../../ui/format-number.ts'
import { Icon } from '../../ui/icon.tsx'
import { LongText } from '../../ui/long-text.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { useQueryState } from '../route/use-query-state.ts'
import styles from './raw-tab.module.css'
import { type RawSide, toRawText } from './to-raw-text.ts'

const SIDES = [
  { name: 'request', label: 'Request' },
  { name: 'response', label: 'Answer' },
  { name: 'events', label: 'Events' },
] as const

/** The bodies as text, and the answer's stream event by event. */
export function RawTab({ request }: { request: RequestLog }) {
  const [values, setValues] = useQueryState()
  const side = SIDES.find(({ name }) => name === values['side'])?.name ?? 'request'
  const text = useMemo(() => toRawText(request, side), [request, side])
  const events = request.response?.streamingChunks?.length
  return (
    <div className={styles.tab}>
      <div className={styles.bar}>
        <Segmented
          label="Side"
          options={SIDES}
          selected={side}
          onSelect={(name: RawSide) => setValues({ side: name === 'request' ? undefined : name })}
        />
        {text !== undefined && (
          <span className={styles.note}>
            {formatBytes(text.length)}
            {side === 'events' && events !== undefined && `, ${formatCount(events)} events`}
          </span>
        )}
        <Actions id={request.requestId} side={side === 'request' ? 'request' : 'response'} text={text} />
      </div>
      {text === undefined ? (
        <Empty title={NOTHING[side]} />
      ) : (
        <LongText key={side} label={side === 'events' ? 'Events' : 'Body'} text={text} />
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
        <CopyButton state={copy.state} onCopy={copy.copy} title="Copy this text">
          Copy
        </CopyButton>
      )}
      <a
        className={styles.bytes}
        href={`/api/requests/${id}/body?side=${side}`}
        download={`${id}-${side}`}
        title="The bytes as they passed, in their own coding"
      >
        <Icon name="download" /> Bytes
      </a>
    </div>
  )
}

const NOTHING = {
  request: 'The body of this request was not kept, or it had none.',
  response: 'There is no whole answer, or it was not kept.',
  events: 'The answer was no stream, or it was not kept.',
} as const
