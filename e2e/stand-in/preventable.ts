/** An event object that listeners can veto, as in Electron. */
export function preventable<Details extends object>(
  details: Details,
): Details & { readonly defaultPrevented: boolean; preventDefault: () => void } {
  let prevented = false
  return Object.defineProperty(
    Object.assign(details, {
      defaultPrevented: false,
      preventDefault: () => {
        prevented = true
      },
    }),
    'defaultPrevented',
    { get: () => prevented },
  )
}
