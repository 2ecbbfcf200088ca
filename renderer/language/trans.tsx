import type { ComponentProps } from 'react'
import { Trans as AnyTrans } from 'react-i18next'
import { page, t } from './t.ts'

/** Translates a text with elements inside: `<Trans i18nKey="Read <link>this</link>." components={…} />`. */
export function Trans(props: Omit<ComponentProps<typeof AnyTrans>, 'i18n' | 't'>) {
  return <AnyTrans {...props} i18n={page} t={t} />
}
