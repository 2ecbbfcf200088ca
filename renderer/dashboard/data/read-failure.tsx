import { Failure } from '../../ui/failure.tsx'
import { sayError } from './say-error.ts'

interface ReadFailureProps {
  /** The sentence, naming the thing that cannot be read. */
  title: string
  /** The queries it is read by; all are asked again. */
  queries: readonly { error: Error | null; refetch: () => Promise<unknown> }[]
}

/** The failure of one of some queries, with its cause and a retry button; renders nothing while all succeed. */
export function ReadFailure({ title, queries }: ReadFailureProps) {
  const error = queries.map((query) => query.error).find((each) => each !== null)
  if (!error) return null
  const retry = () => queries.forEach((query) => void query.refetch())
  return <Failure title={title} detail={sayError(error).join(' ')} retry={retry} />
}
