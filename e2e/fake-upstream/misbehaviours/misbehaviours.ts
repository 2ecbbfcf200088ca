import { ENDINGS } from './endings.ts'
import { SPELLING } from './spelling.ts'
import { STATUSES } from './statuses.ts'
import { TRANSPORT } from './transport.ts'

/** Every misbehaviour by name, for test tables and the command line. */
export const MISBEHAVIOURS = { ...SPELLING, ...ENDINGS, ...STATUSES, ...TRANSPORT }

export type Misbehaviour = keyof typeof MISBEHAVIOURS
