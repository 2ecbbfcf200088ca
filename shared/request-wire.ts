import type { Static, TObject } from 'typebox'
import { REQUEST_COLUMNS, type RequestColumns, type RequestField, RequestRecord } from './request-record.ts'

/** A field's location in the API's documents; see `REQUEST_COLUMNS`. */
export type Place = { [Field in RequestField]: PlaceOf<Field> }[RequestField]

type PlaceOf<Field extends RequestField> = RequestColumns[Field] extends { at: infer At } ? At : 'request'
type WireName<Field extends RequestField> = RequestColumns[Field] extends { wire: infer Name extends string }
  ? Name
  : Field

/** TypeBox properties of the fields at a location, by their wire names. */
type WireProperties<At extends Place> = {
  [
    Field in RequestField as PlaceOf<Field> extends At ? WireName<Field> : never
  ]: (typeof RequestRecord.properties)[Field]
}
export type OnWire<At extends Place> = Static<TObject<WireProperties<At>>>

export function wireProperties<At extends Place>(at: At): WireProperties<At> {
  const { properties } = RequestRecord
  return Object.fromEntries(
    placedAt(at).map(({ field, name }) => [name, properties[field]]),
  ) as WireProperties<At>
}

/** Known fields at a location, by their wire names. */
export function toWire<At extends Place>(record: Partial<RequestRecord>, at: At): OnWire<At> {
  const wire: Record<string, unknown> = {}
  for (const { field, name } of placedAt(at)) {
    const value = record[field]
    if (value !== undefined) wire[name] = value
  }
  return wire as OnWire<At>
}

/** The same fields, taken from a document that already uses the wire names. */
export function pickWire<At extends Place>(document: OnWire<At>, at: At): OnWire<At> {
  const wire: Record<string, unknown> = {}
  for (const { name } of placedAt(at)) {
    const value: unknown = Reflect.get(document, name)
    if (value !== undefined) wire[name] = value
  }
  return wire as OnWire<At>
}

interface Placed {
  field: RequestField
  name: string
}

export function placeOf(field: RequestField): { at: Place; name: string } {
  const row = REQUEST_COLUMNS[field]
  return { at: 'at' in row ? row.at : 'request', name: 'wire' in row ? row.wire : field }
}

function placedAt(at: Place): readonly Placed[] {
  return PLACED[at]
}

const FIELDS = Object.keys(REQUEST_COLUMNS) as RequestField[]

const PLACED: Readonly<Record<Place, readonly Placed[]>> = {
  request: find('request'),
  requestDetail: find('requestDetail'),
  response: find('response'),
  responseDetail: find('responseDetail'),
  usage: find('usage'),
  split: find('split'),
  serverTools: find('serverTools'),
  outputDetails: find('outputDetails'),
  termination: find('termination'),
  timestamp: find('timestamp'),
}

function find(wanted: Place): Placed[] {
  return FIELDS.flatMap((field) => {
    const { at, name } = placeOf(field)
    return at === wanted ? [{ field, name }] : []
  })
}
