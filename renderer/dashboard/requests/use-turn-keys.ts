import { useKeys } from '../../ui/use-keys.ts'
import type { RowSource } from './row-source.ts'

/** Arrow keys open and close the turn with the cursor. */
export function useTurnKeys({ turnAt }: RowSource, cursor: number | undefined): void {
  const { isOpen, toggle } = (cursor === undefined ? undefined : turnAt?.(cursor)) ?? {}
  useKeys({
    ArrowRight: isOpen === false ? toggle : undefined,
    ArrowLeft: isOpen === true ? toggle : undefined,
  })
}
