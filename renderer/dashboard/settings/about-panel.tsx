import { useQuery } from '@tanstack/react-query'
import { Type } from 'typebox'
import { Connection } from '../../../shared/connection.ts'
import { Status } from '../../../shared/status.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Row } from '../../ui/row.tsx'
import { Rows } from '../../ui/rows.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { useDeps } from '../deps.ts'
import styles from './settings-page.module.css'

const Version = Type.Object({ version: Type.String() })
/** What the server tells in files and documents of its own. */
const DOCUMENTS = [
  { href: '/openapi.json', label: 'API description' },
  { href: '/health', label: 'Health' },
  { href: '/metrics', label: 'Metrics' },
  { href: '/api/requests/export?format=jsonl', label: 'All requests as JSON lines' },
] as const

/** What runs here, where it listens, where it sends, and what it tells about itself. */
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
    ['Version', version.data?.version],
    ['Address', status.data?.base_url],
    ['Upstream', status.data?.upstream],
    ['Process', status.data && String(status.data.pid)],
    ['Claude Code’s settings', connection.data?.settingsPath],
  ] as const
  const text = facts.map(([name, value]) => `${name}: ${value ?? 'not known'}`).join('\n')
  const copy = useCopy(text)
  return (
    <Panel
      title="About"
      note={
        <CopyButton state={copy.state} onCopy={copy.copy} title="Copy all of it">
          Copy
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
      <ul className={styles.links} aria-label="Documents">
        {DOCUMENTS.map(({ href, label }) => (
          <li key={href}>
            <a href={href} target="_blank" rel="noreferrer">
              {label}
            </a>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
