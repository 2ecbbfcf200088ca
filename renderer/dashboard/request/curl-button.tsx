import { useState } from 'react'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { useKeys } from '../../ui/use-keys.ts'
import { useDeps } from '../deps.ts'

const WORDS = {
  rest: () => t('Copy as curl'),
  copied: () => t('Copied'),
  failed: () => t('Not copied'),
} as const
const FEEDBACK_MS = 2_000

/** Copies the request as a curl command. It contains no keys, because they are never stored. */
export function CurlButton({ id }: { id: string }) {
  const { api } = useDeps()
  const [state, setState] = useState<keyof typeof WORDS>('rest')
  const copy = async () => {
    const text = await api.text(`/api/requests/${id}/export?format=curl`).catch(() => undefined)
    const ok = text !== undefined && (await copyText(text))
    setState(ok ? 'copied' : 'failed')
    setTimeout(() => setState('rest'), FEEDBACK_MS)
  }
  useKeys({ c: () => void copy() })
  return (
    <Button title={t('Copy as a curl command, without keys (C)')} onClick={() => void copy()}>
      <span aria-live="polite">{WORDS[state]()}</span>
    </Button>
  )
}
