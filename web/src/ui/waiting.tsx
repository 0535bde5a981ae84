import type { CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './waiting.module.css'

type Props = {
  /** The heights of what will be here, one block each. */
  heights: readonly number[]
  gap?: number
}

/** The final layout in sunken blocks, seen only by whoever waits longer than a moment. */
export function Waiting({ heights, gap = 8 }: Props) {
  const { t } = useTranslation()
  return (
    <div className={styles.waiting} style={{ gap }} role="status">
      <span className="visually-hidden">{t('ui.loading')}</span>
      {heights.map((height, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are blocks, and nothing but their place tells them apart
        <Block key={at} height={height} />
      ))}
    </div>
  )
}

/** One of them, where a layout of its own is needed. */
export const Block = ({ width, height }: { width?: CSSProperties['width']; height: number }) => (
  <span className={styles.block} style={{ width, height }} aria-hidden="true" />
)
