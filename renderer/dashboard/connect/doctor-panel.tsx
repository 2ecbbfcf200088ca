import { type Definition, PLACES, type Problem } from '../../../shared/connection.ts'
import { Button } from '../../ui/button.tsx'
import { type DataColumn, DataTable } from '../../ui/data-table.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Panel } from '../../ui/panel.tsx'
import styles from './findings.module.css'
import { FixLine } from './fix-line.tsx'
import { type ConnectSwitch, useDoctor } from './use-connect.ts'

const SEVERITIES = {
  error: { icon: 'error', tone: 'error', word: 'Error: ' },
  warning: { icon: 'warning', tone: 'warning', word: 'Warning: ' },
  note: { icon: 'dot', tone: 'plain', word: 'Note: ' },
} as const

const WINS = {
  always: 'wins everywhere',
  in_project: 'wins in that project',
  where_set: 'wins where it is set',
  never: 'is overruled',
} as const

const COLUMNS: readonly DataColumn<Definition>[] = [
  {
    key: 'variable',
    title: 'Variable',
    cell: ({ variable }) => <code className={styles.place}>{variable}</code>,
  },
  {
    key: 'value',
    title: 'Value',
    cell: ({ value }) => (value === undefined ? 'not shown' : <code className={styles.place}>{value}</code>),
  },
  { key: 'wins', title: 'Weight', cell: ({ wins, ours }) => `${WINS[wins]}${ours ? ', written by us' : ''}` },
  { key: 'place', title: 'Set in', cell: toPlace },
]

/** Every place that decides where Claude Code goes, who wins there, and what is wrong. */
export function DoctorPanel({ change }: { change: ConnectSwitch }) {
  const { data, error, refetch, isFetching } = useDoctor()
  return (
    <Panel
      title="Doctor"
      note={
        <Button kind="quiet" disabled={isFetching} onClick={() => void refetch()}>
          Look again
        </Button>
      }
    >
      {error && (
        <Failure title="The doctor gave no answer." detail={error.message} retry={() => void refetch()} />
      )}
      {!data && !error && <p className={styles.note}>Looking at every place…</p>}
      {data && (
        <>
          <Problems problems={data.problems} healthy={data.healthy} change={change} />
          {data.definitions.length > 0 && (
            <DataTable
              label="Where the variables are set"
              columns={COLUMNS}
              rows={data.definitions}
              keyOf={({ variable, place, path, line }) => `${variable} ${place} ${path} ${line}`}
            />
          )}
          <details>
            <summary>{data.searched.length} places looked at</summary>
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
  if (problems.length === 0 && healthy) return <p>Nothing is in the way.</p>
  return (
    <ul className={styles.list} aria-label="Findings">
      {problems.map((problem) => {
        const { icon, tone, word } = SEVERITIES[problem.severity]
        return (
          <li key={`${problem.code} ${problem.sentence}`} className={styles.item} data-tone={tone}>
            <Icon name={icon} />
            <div className={styles.text}>
              <p>
                <span className="visually-hidden">{word}</span>
                {problem.sentence}
              </p>
              {problem.fix && <FixLine fix={problem.fix} change={change} />}
            </div>
          </li>
        )
      })}
    </ul>
  )
}

function toPlace({ place, path, line }: Definition) {
  if (path === undefined) return PLACES[place]
  return (
    <span title={PLACES[place]}>
      {path}
      {line === undefined ? '' : `:${line}`}
    </span>
  )
}
