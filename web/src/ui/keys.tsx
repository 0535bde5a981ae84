import styles from './keys.module.css'

const isMac = /\bMac/.test(navigator.userAgent)

/** As the keyboard names them: "mod+k" is ⌘K on a Mac, Ctrl K elsewhere. */
export const Keys = ({ keys }: { keys: string }) => (
  <span className={styles.keys}>
    {keys.split('+').map((key) => (
      <kbd key={key}>{nameOf(key)}</kbd>
    ))}
  </span>
)

const nameOf = (key: string) =>
  key === 'mod' ? (isMac ? '⌘' : 'Ctrl') : key.length === 1 ? key.toUpperCase() : key
