import { useLayoutEffect, useState } from 'react'
import { useDeps } from '../deps.ts'

export const THEMES = ['system', 'light', 'dark'] as const
export type ThemeName = (typeof THEMES)[number]

export interface Theme {
  name: ThemeName
  set: (name: ThemeName) => void
}

const KEY = 'signalbox.theme'

/** Stored light or dark theme. All colours in tokens.css follow `color-scheme`. */
export function useTheme(): Theme {
  const { storage } = useDeps()
  const [name, setName] = useState<ThemeName>(() => toTheme(storage.getItem(KEY)))
  useLayoutEffect(() => {
    document.documentElement.style.colorScheme = name === 'system' ? '' : name
  }, [name])
  const set = (next: ThemeName) => {
    storage.setItem(KEY, next)
    setName(next)
  }
  return { name, set }
}

function toTheme(text: string | null): ThemeName {
  return THEMES.find((name) => name === text) ?? 'system'
}
