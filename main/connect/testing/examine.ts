import { join } from 'node:path'
import type { DoctorReport, Problem } from '../../../shared/connection.ts'
import { URL } from './connect-fixtures.ts'
import type { Rig } from './create-rig.ts'

export const settings = (env: object, more: object = {}) => JSON.stringify({ env, ...more }, undefined, 2)

export interface Home {
  /** File contents by path below the root of the rig. */
  files?: Record<string, string>
  env?: Record<string, string>
  /** Addresses with a listener; undefined: all. */
  alive?: readonly string[]
  connect?: boolean
}

/** The doctor's report on a home directory with these files. */
export async function examine(
  rig: Rig,
  { files = {}, env = {}, alive, connect = false }: Home = {},
): Promise<DoctorReport> {
  const put = async (isManaged: boolean) => {
    for (const [path, content] of Object.entries(files))
      if (path.startsWith('managed/') === isManaged) await rig.put(join(rig.root, path), content)
  }
  await put(false)
  // A connection that is futile from the beginning is refused, so the rest comes later.
  if (connect) await connectIn(rig)
  await put(true)
  const probe = async ({ href }: globalThis.URL) => alive?.some((url) => href.startsWith(url)) ?? true
  const connector = rig.connector({ env, probe })
  await connector.listening(URL)
  return connector.doctor()
}

async function connectIn(rig: Rig): Promise<void> {
  const connector = rig.connector()
  await connector.listening(URL)
  await connector.connect({})
}

export const codes = ({ problems }: { problems: readonly Problem[] }) => problems.map(({ code }) => code)

export const stateOf = ({ connection }: DoctorReport) => connection.state
