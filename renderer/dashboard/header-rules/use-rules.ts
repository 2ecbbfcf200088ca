import { useQuery } from '@tanstack/react-query'
import { type HeaderRule, ProxySettings } from '../../../shared/live-settings.ts'
import { useEditDocument } from '../data/use-edit-document.ts'
import { useDeps } from '../deps.ts'
import { LISTS, type Side } from './rule.ts'

/** Under `settings`, which a settings event from the server invalidates. */
const RULES = ['settings', 'header-rules'] as const

/** Current header rules. */
export function useRules() {
  const { api } = useDeps()
  return useQuery({
    queryKey: RULES,
    queryFn: ({ signal }) => api.get('/api/settings', ProxySettings, signal),
  })
}

export interface RulesChange {
  side: Side
  change: (list: readonly HeaderRule[]) => readonly HeaderRule[]
}

/** Changes the rules of one direction. */
export function useSaveRules() {
  return useEditDocument({
    path: '/api/settings',
    schema: ProxySettings,
    queryKey: RULES,
    apply: (now, { side, change }: RulesChange) => ({ ...now, [LISTS[side]]: change(now[LISTS[side]]) }),
  })
}
