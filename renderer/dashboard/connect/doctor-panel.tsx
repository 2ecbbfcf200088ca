import type { Definition, Problem } from '../../../shared/connection.ts'
import { sayProblem } from '../../language/say-message.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { type DataColumn, DataTable } from '../../ui/data-table.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Panel } from '../../ui/panel.tsx'
import { ReadFailure } from '../data/read-failure.tsx'
import styles from './findings.module.css'
import { FixLine } from './fix-line.tsx'
import { PLACES } from './places.ts'
import { type ConnectSwitch, useDoctor } from './use-connect.ts'

const SEVERITIES = {
  error: { icon: 'error', tone: 'error', word: () => t('Error:') },
  warning: { icon: 'warning', tone: 'warning', word: () => t('Warning:') },
  note: { icon: 'dot', tone: 'plain', word: () => t('Note:') },
} as const

const WINS = {
  always: () => t('applies everywhere'),
  in_project: () => t('applies in that project'),
  where_set: () => t('applies where it’s set'),
  never: () => t('overridden'),
} as const

/** Settings that affect Claude Code's connection, which of them take effect, and problems. */
export function DoctorPanel({ change }: { change: ConnectSwitch }) {
  const doctor = useDoctor()
  const { data, error, refetch, isFetching } = doctor
  return (
    <Panel
      title={t('Doctor')}
      note={
        <Button kind="quiet" disabled={isFetching} onClick={() => void refetch()}>
          {t('Check again')}
        </Button>
      }
    >
      <ReadFailure title={t('Couldn’t run the doctor.')} queries={[doctor]} />
      {!data && !error && <p className={styles.note}>{t('Checking all locations…')}</p>}
      {data && (
        <>
          <Problems problems={data.problems} healthy={data.healthy} change={change} />
          {data.definitions.length > 0 && (
            <DataTable
              label={t('Variables by location')}
              columns={columns()}
              rows={data.definitions}
              keyOf={({ variable, place, path, line }) => `${variable} ${place} ${path} ${line}`}
            />
          )}
          <details>
            <summary>{t('{{count}} locations checked', { count: data.searched.length })}</summary>
            <ul className={styles.searched}>
              {data.searched.map((path) => (
                <li key={path}>{path}</li>
              ))}
            </ul>
          </details>
        </>
      )}
    </Panel>
  )
}

interface ProblemsProps {
  problems: readonly Problem[]
  healthy: boolean
  change: ConnectSwitch
}

function Problems({ problems, healthy, change }: ProblemsProps) {
  if (problems.length === 0 && healthy) return <p>{t('No problems found.')}</p>
  return (
    <ul className={styles.list} aria-label={t('Findings')}>
      {problems.map((problem) => {
        const { icon, tone, word } = SEVERITIES[problem.severity]
        return (
          <li key={`${problem.code} ${problem.sentence}`} className={styles.item} data-tone={tone}>
            <Icon name={icon} />
            <div className={styles.text}>
              <p>
                <span className="visually-hidden">{word()} </span>
                {sayProblem(problem)}
              </p>
              {problem.fix && <FixLine fix={problem.fix} change={change} />}
            </div>
          </li>
        )
      })}
    </ul>
  )
}

function columns(): readonly DataColumn<Definition>[] {
  return [
    {
      key: 'variable',
      title: t('Variable'),
      cell: ({ variable }) => <code className={styles.place}>{variable}</code>,
    },
    {
      key: 'value',
      title: t('Value'),
      cell: ({ value }) =>
        value === undefined ? t('hidden') : <code className={styles.place}>{value}</code>,
    },
    {
      key: 'wins',
      title: t('Effect'),
      cell: ({ wins, ours }) => (ours ? `${WINS[wins]()}, ${t('set by Signalbox')}` : WINS[wins]()),
    },
    { key: 'place', title: t('Set in'), cell: toPlace },
  ]
}

function toPlace({ place, path, line }: Definition) {
  if (path === undefined) return PLACES[place]()
  return (
    <span title={PLACES[place]()}>
      {path}
      {line === undefined ? '' : `:${line}`}
    </span>
  )
}
