import type { ConversationSummary } from '../../../shared/conversations.ts'
import { t } from '../../language/t.ts'
import { formatExact, formatMoment } from '../../ui/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { shortModel } from '../../ui/short-model.ts'
import { withQuery } from '../url-state/use-query-state.ts'
import { useServer } from '../server/use-server.ts'
import type { Project } from './by-project.ts'
import styles from './project-list.module.css'

interface ProjectListProps {
  projects: readonly Project[]
}

/** Projects with their conversations. */
export function ProjectList({ projects }: ProjectListProps) {
  const { now } = useServer()
  return (
    <div>
      {projects.map(({ path, name, conversations }) => (
        <section key={path} aria-label={name}>
          <h2 className={styles.project} title={name}>
            <Icon name="folder" />
            <span className={styles.name}>{lastParts(name)}</span>
          </h2>
          <ul>
            {conversations.map((conversation) => (
              <ConversationRow
                key={conversation.id}
                conversation={conversation}
                href={withQuery(`/sessions/${conversation.id}`, { tab: 'conversation', project: path })}
                now={now}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

interface ConversationRowProps {
  conversation: ConversationSummary
  href: string
  now: number
}

function ConversationRow({ conversation, href, now }: ConversationRowProps) {
  const { firstMessage, title, lastActivity, requestCount, model, agentCount = 0 } = conversation
  const at = Date.parse(lastActivity)
  return (
    <li>
      <a className={styles.row} href={`#${href}`} title={firstMessage}>
        <span className={styles.words} dir="auto">
          {title || firstMessage || t('No text')}
        </span>
        <span className={styles.facts}>
          <span title={formatExact(at)}>{formatMoment(at, now)}</span>
          <span>{t('{{count}} messages', { count: requestCount })}</span>
          {agentCount > 0 && <span>{t('{{count}} sub-agents', { count: agentCount })}</span>}
          {model && <span>{shortModel(model)}</span>}
        </span>
      </a>
    </li>
  )
}

/** `/home/ada/work/app` → `work/app`: most paths share the same prefix. */
function lastParts(name: string): string {
  return name.split(/[/\\]/).filter(Boolean).slice(-2).join('/') || name
}
