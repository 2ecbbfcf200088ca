import 'react'

declare module 'react' {
  interface CSSProperties {
    /** Custom properties carry what only the data knows, such as the number of reserved rows. */
    [property: `--${string}`]: string | number | undefined
  }
}
