import type { Column } from './request-column.ts'
import {
  REQUEST_COLUMNS,
  type RequestColumns,
  type RequestField,
  type RequestRecord,
} from './request-record.ts'

/** The fields whose row in the table has these entries: `FieldWith<{ from: 'end' }>`. */
export type FieldWith<Trait> = {
  [Field in RequestField]: RequestColumns[Field] extends Trait ? Field : never
}[RequestField]

/** The same as a list, in the order of the table. */
export function fieldsWith<const Trait extends Partial<Column>>(trait: Trait): FieldWith<Trait>[] {
  const wanted = Object.entries(trait)
  const fields = Object.entries(REQUEST_COLUMNS).flatMap(([field, column]) =>
    wanted.every(([name, value]) => Reflect.get(column, name) === value) ? [field] : [],
  )
  return fields as FieldWith<Trait>[]
}

/** The fields whose row has an entry at all, in the order of the table. */
export function fieldsThatHave<Name extends keyof Column>(name: Name): FieldWith<Record<Name, unknown>>[] {
  const fields = Object.entries(REQUEST_COLUMNS).flatMap(([field, column]) => (name in column ? [field] : []))
  return fields as FieldWith<Record<Name, unknown>>[]
}

/** Fields of a request that are known, or known to be unknown. */
export type Known<Field extends RequestField> = Pick<RequestRecord, Field & Always> & {
  [F in Exclude<Field, Always>]?: RequestRecord[F] | undefined
}
type Always = FieldWith<{ from: 'start' }>
