import styles from './icon.module.css'

/** Drawn on 20 by 20, with lines of the text's colour. */
const PATHS = {
  add: 'M10 4v12M4 10h12',
  'arrow-left': 'M16 10H4m5-5-5 5 5 5',
  attach:
    'm15.5 9.5-5.7 5.7a3.3 3.3 0 0 1-4.7-4.7l6.2-6.2a2.2 2.2 0 0 1 3.1 3.1l-6.1 6.2a1.1 1.1 0 0 1-1.6-1.6l5.2-5.2',
  board: 'M3.5 4h13v12h-13zM8 4v12M12 4v12',
  chart: 'M3.5 16.5h13M6 13.5V9M10 13.5V5M14 13.5v-3',
  check: 'm4 10.5 4 4 8-9',
  'chevron-down': 'm5.5 8 4.5 4.5L14.5 8',
  'chevron-up': 'm5.5 12.5 4.5-4.5 4.5 4.5',
  'chevron-right': 'm8 5.5 4.5 4.5L8 14.5',
  clock: 'M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM10 6.5V10l2.5 2',
  close: 'm5 5 10 10M15 5 5 15',
  comment:
    'M3.5 5.5a1.5 1.5 0 0 1 1.5-1.5h10a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1-1.5 1.5H9l-3.5 3v-3H5a1.5 1.5 0 0 1-1.5-1.5z',
  download: 'M10 3.5v9m-3.5-3.5 3.5 3.5 3.5-3.5M4 16.5h12',
  edit: 'm4 16 .7-3.2 8.6-8.6a1.4 1.4 0 0 1 2 0l.5.5a1.4 1.4 0 0 1 0 2l-8.6 8.6z',
  external: 'M8 4.5H4.5v11h11V12M11.5 4.5h4v4m0-4L9 11',
  eye: 'M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5ZM10 7.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4Z',
  file: 'M5.5 3.5h6l3 3v10h-9zM11.5 3.5v3h3',
  filter: 'M3.5 5h13l-5 6v4.5l-3 1V11z',
  history: 'M4 5v3.5h3.5M4.3 8.3a6.3 6.3 0 1 1-.6 3.2M10 7v3.2l2.2 1.3',
  image: 'M3.5 4.5h13v11h-13zM3.5 13l4-4 4 4 2-2 3 3M12.5 7.3a.4.4 0 1 0 0 .8.4.4 0 0 0 0-.8Z',
  info: 'M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM10 9.2v4.3M10 6.6v.1',
  keyboard: 'M2.5 5.5h15v9h-15zM5.5 8.5h.1M8.5 8.5h.1M11.5 8.5h.1M14.5 8.5h.1M6.5 11.8h7',
  link: 'M8.5 11.5a2.5 2.5 0 0 0 3.5 0l3-3A2.5 2.5 0 0 0 11.5 5l-1 1M11.5 8.5a2.5 2.5 0 0 0-3.5 0l-3 3a2.5 2.5 0 0 0 3.5 3.5l1-1',
  list: 'M7 5.5h9.5M7 10h9.5M7 14.5h9.5M3.5 5.5h.1M3.5 10h.1M3.5 14.5h.1',
  lock: 'M5.5 9h9v7h-9zM7.2 9V6.8a2.8 2.8 0 0 1 5.6 0V9',
  mail: 'M3 5h14v10H3zM3 6l7 5 7-5',
  menu: 'M3.5 5.5h13M3.5 10h13M3.5 14.5h13',
  more: 'M5 10h.1M10 10h.1M15 10h.1',
  offline: 'M3.5 16.5 16.5 3.5M6.5 15H6a3 3 0 0 1-.6-5.9A4.6 4.6 0 0 1 11 5.5M14 8.9a3.1 3.1 0 0 1 .5 6.1H10',
  pause: 'M7.5 5v10M12.5 5v10',
  people:
    'M7.5 4.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5ZM3 16c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M12.5 5a2.2 2.2 0 0 1 0 4.3M14 12.3c1.8.4 3 1.7 3 3.7',
  refresh: 'M16 4.5V8h-3.5M15.7 7.8a6.3 6.3 0 1 0 .5 3.7',
  search: 'M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM13 13l3.5 3.5',
  send: 'M3.5 10 16.5 4l-4 12.5-3-5zM9.5 11.5l3-3',
  settings:
    'M3.5 6h6m4 0h3M3.5 14h3m4 0h6M11.5 4.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6ZM8.5 12.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6Z',
  sort: 'M6.5 4.5v11m-2.5-2.5 2.5 2.5L9 13M13.5 15.5v-11M11 7l2.5-2.5L16 7',
  star: 'm10 3.5 2 4.2 4.5.6-3.3 3.2.8 4.6-4-2.2-4 2.2.8-4.6L3.5 8.3 8 7.7z',
  tag: 'M3.5 3.5h6l7 7-6 6-7-7zM7 7h.1',
  trash: 'M4 6h12M8 6V4h4v2M5.5 6l.7 10.5h7.6L14.5 6',
  undo: 'M7.5 4.5 4 8l3.5 3.5M4 8h7.5a4 4 0 0 1 0 8H8',
  upload: 'M10 13V4M6.5 7.5 10 4l3.5 3.5M4 16.5h12',
  user: 'M10 4a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM4 16.5c.5-3 3-4.5 6-4.5s5.5 1.5 6 4.5',
  warning: 'M10 3.5 17.5 16.5h-15zM10 8.5V12M10 14.3v.1',
} as const
export type IconName = keyof typeof PATHS

type Props = { name: IconName; size?: 16 | 20; isFilled?: boolean }

/** Beside a word, or in a button that has a name: never the only thing that says something. */
export const Icon = ({ name, size = 16, isFilled = false }: Props) => (
  <svg
    className={isFilled ? styles.filled : styles.icon}
    viewBox="0 0 20 20"
    width={`${size / 16}rem`}
    height={`${size / 16}rem`}
    aria-hidden="true"
  >
    <path d={PATHS[name]} />
  </svg>
)
