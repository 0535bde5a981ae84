import styles from './brand.module.css'

/** The name with its arch. */
export const Brand = () => (
  <span className={styles.brand}>
    <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <path
        d="M1.5 8h21M5 8v10M19 8v10M5 18a7 7 0 0 1 14 0"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
      />
    </svg>
    Ponte
  </span>
)

/** A wall of tiles: each alone is a few arcs, together they are petals and bridges. Decoration only. */
export function Tiles() {
  return (
    <svg className={styles.tiles} aria-hidden="true">
      <defs>
        <pattern id="tile" width="96" height="96" patternUnits="userSpaceOnUse">
          <path className={styles.petal} d="M0 0Q48 0 48 48Q0 48 0 0Z M96 0Q96 48 48 48Q48 0 96 0Z" />
          <path className={styles.petal} d="M96 96Q48 96 48 48Q96 48 96 96Z M0 96Q0 48 48 48Q48 96 0 96Z" />
          <path
            className={styles.arch}
            d="M34 0A14 14 0 0 0 62 0 M34 96A14 14 0 0 1 62 96 M0 34A14 14 0 0 1 0 62 M96 34A14 14 0 0 0 96 62"
          />
          <path className={styles.star} d="M48 41 50 46 55 48 50 50 48 55 46 50 41 48 46 46Z" />
          <path
            className={styles.star}
            d="M0-5 5 0 0 5-5 0Z M96-5 101 0 96 5 91 0Z M0 91 5 96 0 101-5 96Z M96 91 101 96 96 101 91 96Z"
          />
        </pattern>
      </defs>
      <rect width="100%" height="100%" fill="url(#tile)" />
    </svg>
  )
}
