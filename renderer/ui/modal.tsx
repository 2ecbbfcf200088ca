import { type ReactNode, type RefObject, useEffect } from 'react'

interface ModalProps {
  /** To close it from outside; `onClose` is called then, too. */
  dialog: RefObject<HTMLDialogElement | null>
  label: string
  className: string | undefined
  onClose: () => void
  children: ReactNode
}

/** A native modal dialog: the browser traps the focus and returns it; Esc and a click outside close it. */
export function Modal({ dialog, label, className, onClose, children }: ModalProps) {
  useEffect(() => dialog.current?.showModal(), [dialog])
  return (
    <dialog ref={dialog} className={className} aria-label={label} closedby="any" onClose={onClose}>
      {children}
    </dialog>
  )
}
