import { type ComponentType, lazy, Suspense } from 'react'
import { hear } from '../live/line.ts'
import styles from './app-page.module.css'

/** Where it cannot be fetched, the page goes without. */
const Bell = lazy<ComponentType<{ hear: typeof hear }>>(() =>
  import('../notices/bell.tsx').catch(() => ({ default: () => null })),
)

/** Comes after the page itself; its place is kept. */
export const NoticeBell = () => (
  <div className={styles.bell}>
    <Suspense>
      <Bell hear={hear} />
    </Suspense>
  </div>
)
