import type { Column } from './request-column.ts'
import {
  REQUEST_COLUMNS,
  type RequestColumns,
  type RequestField,
  type RequestRecord,
} from './request-record.ts'

/** Fields whose column has these entries: `FieldWith<{ from: 'end' }>`. */
export type FieldWith<Trait> = {
  [Field in RequestField]: RequestColumns[Field] extends Trait ? Field : never
}[RequestField]

/** The same fields as a list, in the order of the table. */
export function fieldsWith<const Trait extends Partial<Column>>(trait: Trait): FieldWith<Trait>[] {
  const wanted = Object.entries(trait)
  const fields = Object.entries(REQUEST_COLUMNS).flatMap(([field, column]) =>
    wanted.every(([name, value]) => Reflect.get(column, name) === value) ? [field] : [],
  )
  return fields as FieldWith<Trait>[]
}

/** Fields whose column has an entry of this name, in the order of the table. */
export function fieldsThatHave<Name extends keyof Column>(name: Name): FieldWith<Record<Name, unknown>>[] {
  const fields = Object.entries(REQUEST_COLUMNS).flatMap(([field, column]) => (name in column ? [field] : []))
  return fields as FieldWith<Record<Name, unknown>>[]
}

/** Request fields that must be passed, as undefined if unknown. */
export type Known<Field extends RequestField> = Pick<RequestRecord, Field & Always> & {
  [F in Exclude<Field, Always>]?: RequestRecord[F] | undefined
}
type Always = FieldWith<{ from: 'start' }>
