import type { ComponentProps } from 'react'
import { Icon, type IconName } from './icon.tsx'
import styles from './icon-button.module.css'

type Props = Omit<ComponentProps<'button'>, 'children' | 'aria-label'> & {
  icon: IconName
  label: string
  /** Where there is little room, and a mouse. */
  isSmall?: boolean
}

/** Its name is read out, and shown to whoever points at it. */
export const IconButton = ({ icon, label, isSmall = false, type = 'button', ...props }: Props) => (
  <button
    title={label}
    {...props}
    type={type}
    className={isSmall ? styles.small : styles.button}
    aria-label={label}
  >
    <Icon name={icon} size={isSmall ? 16 : 20} />
  </button>
)
