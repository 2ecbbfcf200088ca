import { useState } from 'react'
import { useLiveFeed } from '../live/use-live-feed.ts'

/** The input of a test: a request of the log, at first the newest, or pasted text. */
export interface TestInput {
  source: 'logged' | 'pasted'
  setSource: (source: TestInput['source']) => void
  id: string
  setId: (id: string) => void
  text: string
  setText: (text: string) => void
}

export function useTestInput(): TestInput {
  const [latest] = useLiveFeed().finished
  const [source, setSource] = useState<TestInput['source']>('logged')
  const [typedId, setId] = useState<string>()
  const [text, setText] = useState('')
  return { source, setSource, id: typedId ?? latest?.requestId ?? '', setId, text, setText }
}
