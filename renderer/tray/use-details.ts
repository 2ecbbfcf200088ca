import { useState } from 'react'

const KEY = 'signalbox.tray.details'

export interface Details {
  isOpen: boolean
  toggle: () => void
}

/** State of the details section. Remembered, because some want to see them always. */
export function useDetails(storage: Storage): Details {
  const [isOpen, setOpen] = useState(() => storage.getItem(KEY) === 'open')
  const toggle = () => {
    storage.setItem(KEY, isOpen ? 'closed' : 'open')
    setOpen(!isOpen)
  }
  return { isOpen, toggle }
}
