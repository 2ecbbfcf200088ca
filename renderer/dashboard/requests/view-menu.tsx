import { useLocation } from 'wouter'
import { t } from '../../language/t.ts'
import { Menu, MenuCheck, MenuGroup, MenuItem } from '../../ui/menu.tsx'
import { toSavedFilter, useSavedFilters } from './saved-filters.ts'
import type { ListView } from './use-list-view.ts'

interface ViewMenuProps {
  view: ListView
  isGrouped: boolean
  /** False if the filter or the order does not allow it. */
  canGroup: boolean
  onGroup: (isGrouped: boolean) => void
  /** The query of the address. */
  values: Readonly<Record<string, string | undefined>>
}

/** Menu of the grouping, the row height and saved filters. */
export function ViewMenu({ view, isGrouped, canGroup, onGroup, values }: ViewMenuProps) {
  const [, go] = useLocation()
  const { filters, save, remove } = useSavedFilters()
  const current = toSavedFilter(values)
  const isSaved = filters.some(({ query }) => query === current?.query)
  return (
    <Menu label={t('View')} title={t('Grouping, row height and saved filters')}>
      <MenuCheck checked={isGrouped} disabled={!canGroup} onChange={onGroup}>
        {t('Group by turn')}
      </MenuCheck>
      <MenuCheck
        checked={view.density === 'comfortable'}
        onChange={(isOn) => view.setDensity(isOn ? 'comfortable' : 'compact')}
      >
        {t('Taller rows')}
      </MenuCheck>
      {(current !== undefined || filters.length > 0) && (
        <MenuGroup label={t('Saved filters')}>
          {filters.map(({ name, query }) => (
            <MenuItem key={query} onSelect={() => go(`/activity?${query}`)}>
              {name}
            </MenuItem>
          ))}
          {current !== undefined &&
            (isSaved ? (
              <MenuItem onSelect={() => remove(current.query)}>{t('Remove this filter')}</MenuItem>
            ) : (
              <MenuItem onSelect={() => save(current)}>{t('Save this filter')}</MenuItem>
            ))}
        </MenuGroup>
      )}
    </Menu>
  )
}
