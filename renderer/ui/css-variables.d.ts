import 'react'

declare module 'react' {
  interface CSSProperties {
    /** Custom properties with values from the data, such as the number of reserved rows. */
    [property: `--${string}`]: string | number | undefined
  }
}
