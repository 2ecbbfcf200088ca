import styles from './icon.module.css'

const PATHS = {
  copy: 'M5.5 5.5v-2a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-2M3.5 5.5h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-6a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1Z',
  check: 'M3 8.5 6.5 12 13 4.5',
  descending: 'M8 3v10M4.5 9.5 8 13l3.5-3.5',
  down: 'M4.5 6.5 8 10l3.5-3.5',
  warning: 'M8 2.5 14 13.5H2ZM8 6.5v3.5M8 11.75v.25',
  error: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2ZM6 6l4 4M10 6l-4 4',
  right: 'M6.5 4.5 10 8l-3.5 3.5',
  left: 'M9.5 4.5 6 8l3.5 3.5',
  up: 'M4.5 9.5 8 6l3.5 3.5',
  arrow: 'M3 8h10M9.5 4.5 13 8l-3.5 3.5',
  close: 'M4 4l8 8M12 4l-8 8',
  plus: 'M8 3v10M3 8h10',
  search: 'M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9ZM10.3 10.3l3.2 3.2',
  filter: 'M2 4h12M4.5 8h7M6.5 12h3',
  panel: 'M3.5 3h9a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1ZM6.5 3v10',
  expand: 'M9.5 2.5h4v4M13.5 2.5l-5 5M6.5 13.5h-4v-4M2.5 13.5l5-5',
  download: 'M8 2.5v7.5M5 7l3 3 3-3M3 13.5h10',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  play: 'M5 3.5v9l7.5-4.5Z',
  dot: 'M8 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4Z',
  minus: 'M4 8h8',
  clock: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2ZM8 5v3.25L10 10',
  tool: 'M13 4.5a3.2 3.2 0 0 1-4.3 3.8l-4.2 4.2a1.2 1.2 0 0 1-1.7-1.7l4.2-4.2A3.2 3.2 0 0 1 11 2.5L9 4.5l2 2Z',
  thought: 'M6.5 11.5v-.3c0-.6-.3-1.1-.8-1.5a4 4 0 1 1 4.6 0c-.5.4-.8.9-.8 1.5v.3ZM6.5 13.5h3',
  person: 'M8 2.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5ZM3 13.5a5 5 0 0 1 10 0',
  folder: 'M2.5 12.5v-8a1 1 0 0 1 1-1h3l1.5 2h4.5a1 1 0 0 1 1 1v6Z',
  image: 'M2.5 3h11v10h-11ZM2.5 11l3.5-3.5 3 3 2-2 2.5 2.5M10.5 5.5h.01',
  overview: 'M2.5 2.5H7V7H2.5ZM9 2.5h4.5V7H9ZM2.5 9H7v4.5H2.5ZM9 9h4.5v4.5H9Z',
  live: 'M1.5 8h3l2-4.5 3 9 2-4.5h3',
  requests: 'M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.01M2.5 8h.01M2.5 12h.01',
  conversations: 'M3.5 3h9a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H8l-3.5 2.5V11h-1a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1Z',
  usage: 'M3 13V9M6.33 13V5M9.67 13V7M13 13V3',
  connect: 'M6 2v3M10 2v3M4.5 5h7v2.5a3.5 3.5 0 0 1-7 0ZM8 11v3',
  routing: 'M2.5 8H6l4-4.5h3M6 8l4 4.5h3M11.5 2 13 3.5 11.5 5M11.5 11l1.5 1.5-1.5 1.5',
  rules:
    'M2.5 5h6M11.5 5h2M2.5 11h2M7.5 11h6M10 3.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3ZM6 9.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3Z',
  settings:
    'M8 5.75a2.25 2.25 0 1 1 0 4.5 2.25 2.25 0 0 1 0-4.5ZM8 1.75V4M8 12v2.25M1.75 8H4M12 8h2.25M3.6 3.6l1.55 1.55M10.85 10.85l1.55 1.55M12.4 3.6l-1.55 1.55M5.15 10.85 3.6 12.4',
  logs: 'M2.5 3h11v10h-11ZM5 6l2 2-2 2M8.5 10H11',
} as const

export type IconName = keyof typeof PATHS

/** A small line icon beside a text; never the only carrier of information. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className={styles.icon} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}
