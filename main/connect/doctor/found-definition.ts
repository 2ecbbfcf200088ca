import type { PlaceKind } from '../../../shared/connection.ts'
import type { VariableName } from '../variables.ts'

/** A place that sets a variable, with its value. Never leaves this room as it is: the value may be a credential. */
export interface FoundDefinition {
  variable: VariableName
  value: string
  place: PlaceKind
  path?: string
  /** From 1. */
  line?: number
  /** The folder of the project, for the two places that belong to one. */
  project?: string
}
