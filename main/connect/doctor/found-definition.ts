import type { PlaceKind } from '../../../shared/connection.ts'
import type { VariableName } from '../variables.ts'

/**
 * A place that sets a variable, with its value. Must not leave this folder unredacted: the value may be a credential.
 */
export interface FoundDefinition {
  variable: VariableName
  value: string
  place: PlaceKind
  path?: string
  /** 1-based. */
  line?: number
  /** The project folder, for the two places that belong to a project. */
  project?: string
}
