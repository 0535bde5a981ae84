import { type ComponentProps, useId } from 'react'
import { useTranslation } from 'react-i18next'
import styles from '../ui/choice.module.css'
import { ROLES } from './people-search.ts'

export function RoleField(select: Omit<ComponentProps<'select'>, 'id' | 'children'>) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>{t('admin.people.role')}</label>
      <select {...select} id={id}>
        {ROLES.map((role) => (
          <option key={role} value={role}>
            {t(`profile.role.${role}`)}
          </option>
        ))}
      </select>
    </div>
  )
}
