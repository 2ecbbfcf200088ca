import type { RawBuilder } from 'kysely'

/** A condition of a `where` clause. */
export type Condition = RawBuilder<boolean>
