import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Chip } from '../ui/chip.tsx'
import { signUpCountQuery } from './sign-up-api.ts'

/** How many wait for whoever sits here, beside the way that leads to them. */
export default function SignUpCount() {
  const { t } = useTranslation()
  const { data: count = 0 } = useQuery(signUpCountQuery)
  if (count === 0) return null
  return (
    <Chip look="azul" title={t('admin.signUps.waiting', { count })}>
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
      <span className="visually-hidden">{t('admin.signUps.waiting', { count })}</span>
    </Chip>
  )
}
