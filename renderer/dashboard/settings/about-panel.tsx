import { useQuery } from '@tanstack/react-query'
import { Type } from 'typebox'
import { Connection } from '../../../shared/connection.ts'
import { Status } from '../../../shared/status.ts'
import { t } from '../../language/t.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Row } from '../../ui/row.tsx'
import { Rows } from '../../ui/rows.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { useDeps } from '../deps.ts'
import styles from './settings-page.module.css'

const Version = Type.Object({ version: Type.String() })
/** Documents that the server provides. */
const DOCUMENTS = [
  { href: '/openapi.json', label: () => t('API description') },
  { href: '/health', label: () => t('Health') },
  { href: '/metrics', label: () => t('Metrics') },
  { href: '/api/requests/export?format=jsonl', label: () => t('All requests as JSON Lines') },
] as const

/** Versions, addresses, upstream, and links to the server's documents. */
export function AboutPanel() {
  const { api } = useDeps()
  const version = useQuery({
    queryKey: ['about', 'version'],
    queryFn: ({ signal }) => api.get('/health', Version, signal),
  })
  const status = useQuery({
    queryKey: ['about', 'status'],
    queryFn: ({ signal }) => api.get('/api/status', Status, signal),
  })
  const connection = useQuery({
    queryKey: ['connection'],
    queryFn: ({ signal }) => api.get('/api/connection', Connection, signal),
  })
  const facts = [
    [t('Version'), version.data?.version],
    [t('Address'), status.data?.base_url],
    [t('Upstream'), status.data?.upstream],
    [t('Process'), status.data && String(status.data.pid)],
    [t('Claude Code’s settings'), connection.data?.settingsPath],
  ] as const
  const text = facts.map(([name, value]) => `${name}: ${value ?? t('unknown')}`).join('\n')
  const copy = useCopy(text)
  return (
    <Panel
      title={t('About')}
      note={
        <CopyButton state={copy.state} onCopy={copy.copy} title={t('Copy all')}>
          {t('Copy')}
        </CopyButton>
      }
    >
      <Rows>
        {facts.map(([name, value]) => (
          <Row key={name} label={name} stale={value === undefined}>
            {value ?? '–'}
          </Row>
        ))}
      </Rows>
      <ul className={styles.links} aria-label={t('Documents')}>
        {DOCUMENTS.map(({ href, label }) => (
          <li key={href}>
            <a href={href} target="_blank" rel="noreferrer">
              {label()}
            </a>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
