import { t } from '../../../language/t.ts'
import { formatBytes } from '../../../ui/format-number.ts'
import { Icon } from '../../../ui/icon.tsx'
import type { Picture } from '../turn.ts'
import styles from './picture-block.module.css'

/** Image types that browsers render and that cannot contain scripts. */
const DRAWABLE = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

/** An image included in the request. */
export function PictureBlock({ picture: { data, mediaType } }: { picture: Picture }) {
  if (data === undefined || !DRAWABLE.has(mediaType)) {
    return (
      <p className={styles.elsewhere}>
        <Icon name="image" /> {t('Image ({{type}}) that isn’t included in this request', { type: mediaType })}
      </p>
    )
  }
  const size = formatBytes(Math.floor((data.length * 3) / 4))
  return (
    <figure className={styles.figure}>
      <img
        className={styles.picture}
        src={`data:${mediaType};base64,${data}`}
        alt={t('Sent with the message, {{size}}', { size })}
      />
      <figcaption className={styles.caption}>
        {mediaType.replace('image/', '').toUpperCase()}, {size}
      </figcaption>
    </figure>
  )
}
